/** Samples of a model: plans of samplers, sources of codes, holes to fill. */
@NullMarked
package org.p2f.training.sampling;

import org.jspecify.annotations.NullMarked;
