/** Training runs: plans, presets, metrics, probes, checkpoints. */
@NullMarked
package org.p2f.training.run;

import org.jspecify.annotations.NullMarked;
