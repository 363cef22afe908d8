/**
 * Solvers of the reversed diffusion: predictor–corrector sampling, the probability-flow ODE,
 * likelihoods. Each update is one method of a program, and so one native call.
 */
@NullMarked
package org.p2f.numerics.solver;

import org.jspecify.annotations.NullMarked;
