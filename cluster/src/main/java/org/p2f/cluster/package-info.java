/** Work that processes of their own do side by side, as a cluster runs them. */
@NullMarked
package org.p2f.cluster;

import org.jspecify.annotations.NullMarked;
