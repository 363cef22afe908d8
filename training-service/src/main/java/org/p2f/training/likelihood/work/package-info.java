/** Job handler of likelihoods. */
@NullMarked
package org.p2f.training.likelihood.work;

import org.jspecify.annotations.NullMarked;
