/** Names in place of ids, in the requests of all services. */
@NullMarked
package org.p2f.kit.name;

import org.jspecify.annotations.NullMarked;
