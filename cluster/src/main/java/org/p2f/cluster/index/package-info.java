/** Jobs whose parts run as indexes on a cluster: what the worker does, and what each index does. */
@NullMarked
package org.p2f.cluster.index;

import org.jspecify.annotations.NullMarked;
