/** Persistence of training runs: requests, sweeps, metrics, probes, held-out losses, pictures. */
@NullMarked
package org.p2f.training.persistence;

import org.jspecify.annotations.NullMarked;
