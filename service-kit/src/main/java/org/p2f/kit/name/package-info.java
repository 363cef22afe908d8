/** Names in place of ids: in paths and in the fields of requests. */
@NullMarked
package org.p2f.kit.name;

import org.jspecify.annotations.NullMarked;
