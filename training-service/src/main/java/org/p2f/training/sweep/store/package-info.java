/** Persistence of sweeps. */
@NullMarked
package org.p2f.training.sweep.store;

import org.jspecify.annotations.NullMarked;
