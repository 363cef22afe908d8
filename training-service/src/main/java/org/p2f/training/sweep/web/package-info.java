/** HTTP API of sweeps. */
@NullMarked
package org.p2f.training.sweep.web;

import org.jspecify.annotations.NullMarked;
