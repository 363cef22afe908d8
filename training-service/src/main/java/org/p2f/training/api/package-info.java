/** HTTP API of uploads, data sets, training runs, models, sampling and likelihoods. */
@NullMarked
package org.p2f.training.api;

import org.jspecify.annotations.NullMarked;
