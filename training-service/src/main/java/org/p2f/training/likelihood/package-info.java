/** Likelihoods of a data set's images under a model. */
@NullMarked
package org.p2f.training.likelihood;

import org.jspecify.annotations.NullMarked;
