/** The downstream service: heads on trajectories, and what they tell. */
@NullMarked
package org.p2f.downstream;

import org.jspecify.annotations.NullMarked;
