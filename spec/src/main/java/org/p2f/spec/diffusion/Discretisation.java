package org.p2f.spec.diffusion;

/**
 * One step of the discrete chain x_{i+1} = x_i + f·x_i + G·n.
 *
 * @param driftCoefficient f, without unit
 * @param diffusion G, in pixel values
 */
public record Discretisation(double driftCoefficient, double diffusion) {}
