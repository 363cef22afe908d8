/** Job handler of extractions; reads slices of stored trajectories. */
@NullMarked
package org.p2f.representation.trajectory.work;

import org.jspecify.annotations.NullMarked;
