/** HTTP API of likelihoods. */
@NullMarked
package org.p2f.training.likelihood.web;

import org.jspecify.annotations.NullMarked;
