/** Training of encoder and score network: plans, steps, checkpoints, finished models. */
@NullMarked
package org.p2f.numerics.train;

import org.jspecify.annotations.NullMarked;
