/** Serves the encodings E(x, t) of trained models, and extracts whole data sets' trajectories. */
@NullMarked
package org.p2f.representation;

import org.jspecify.annotations.NullMarked;
