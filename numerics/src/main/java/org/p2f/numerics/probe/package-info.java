/** Probes: ridge regressions from codes, and random features of them, to each factor. */
@NullMarked
package org.p2f.numerics.probe;

import org.jspecify.annotations.NullMarked;
