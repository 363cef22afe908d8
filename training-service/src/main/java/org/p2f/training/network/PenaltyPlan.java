package org.p2f.training.network;

/**
 * The price of a code: λ·Σ|z| of a value, λ·KL(N(μ, σ²) ‖ N(0, 1)) of a normal distribution.
 *
 * @param weight λ
 * @param fromStep the first step at which it may count
 * @param untilStep the step from which on it counts whole; between the two its share rises linearly
 */
public record PenaltyPlan(double weight, long fromStep, long untilStep) {}
