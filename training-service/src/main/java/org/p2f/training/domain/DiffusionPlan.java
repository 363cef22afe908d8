package org.p2f.training.domain;

/** The variance exploding diffusion: σ(t) = σmin·(σmax/σmin)^t. */
public record DiffusionPlan(double sigmaMin, double sigmaMax) {}
