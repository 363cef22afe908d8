/** Deleting what nothing else needs, restoring it, and erasing it for good. */
@NullMarked
package org.p2f.catalog.deletion;

import org.jspecify.annotations.NullMarked;
