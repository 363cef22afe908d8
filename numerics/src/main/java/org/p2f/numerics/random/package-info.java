/** Deterministic random streams, each named by seed, purpose and step. */
@NullMarked
package org.p2f.numerics.random;

import org.jspecify.annotations.NullMarked;
