/** Images as a model makes them of codes: what E(x, t) still tells. */
@NullMarked
package org.p2f.representation.reconstruction;

import org.jspecify.annotations.NullMarked;
