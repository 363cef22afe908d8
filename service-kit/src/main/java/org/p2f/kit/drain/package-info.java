/** How a service ends without its callers noticing. */
@NullMarked
package org.p2f.kit.drain;

import org.jspecify.annotations.NullMarked;
