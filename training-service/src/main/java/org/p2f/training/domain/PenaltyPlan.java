package org.p2f.training.domain;

/**
 * The price of a code: λ·Σ|z| of a value, λ·KL(N(μ, σ²) ‖ N(0, 1)) of a normal distribution.
 *
 * @param weight λ
 * @param start the multiple of λ with which a run begins
 * @param fromStep the step up to which that holds
 * @param untilStep the step from which on λ itself holds; between the two the multiple goes linearly
 */
public record PenaltyPlan(double weight, double start, long fromStep, long untilStep) {}
