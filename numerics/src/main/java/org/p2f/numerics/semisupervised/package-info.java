/** Training of a classifier by few labels and by those that a graph of similar images spreads. */
@NullMarked
package org.p2f.numerics.semisupervised;

import org.jspecify.annotations.NullMarked;
