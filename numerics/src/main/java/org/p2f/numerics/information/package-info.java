/**
 * Mutual information between codes, divergences between attention profiles, and label propagation.
 */
@NullMarked
package org.p2f.numerics.information;

import org.jspecify.annotations.NullMarked;
