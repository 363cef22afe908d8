/** Trains heads on trajectories. What the job handlers of evaluations and analyses share. */
@NullMarked
package org.p2f.downstream.head.work;

import org.jspecify.annotations.NullMarked;
