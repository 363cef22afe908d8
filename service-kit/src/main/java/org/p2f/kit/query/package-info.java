/** Which parameters a request may carry. */
@NullMarked
package org.p2f.kit.query;

import org.jspecify.annotations.NullMarked;
