/** Training sweeps: one request for runs that differ in a setting. */
@NullMarked
package org.p2f.training.sweep;

import org.jspecify.annotations.NullMarked;
