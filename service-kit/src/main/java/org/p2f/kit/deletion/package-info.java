/** Deleting over HTTP, restoring what was deleted, and what takes room. */
@NullMarked
package org.p2f.kit.deletion;

import org.jspecify.annotations.NullMarked;
