/** Persistence of what a run leaves step by step: metrics, probes, losses, pictures. */
@NullMarked
package org.p2f.training.run.store;

import org.jspecify.annotations.NullMarked;
