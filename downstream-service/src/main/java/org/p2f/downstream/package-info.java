/** The downstream service: evaluations, analyses and studies on trajectories. */
@NullMarked
package org.p2f.downstream;

import org.jspecify.annotations.NullMarked;
