/** Trajectories: the codes of a data set at many times. Plans, cards, neighbours. */
@NullMarked
package org.p2f.representation.trajectory;

import org.jspecify.annotations.NullMarked;
