package org.p2f.training.run;

/**
 * What validation images cost at one time.
 *
 * @param step number of steps behind the networks
 * @param t in [0, 1]
 * @param heldOutLoss what training minimises, without the penalty on the code; mean over images
 * @param rate what the penalty weighs: KL(N(μ, σ²) ‖ N(0, 1)) in nats where the code is a normal
 *     distribution, Σ|z| where it is a value; mean over images
 */
public record HeldOutPoint(long step, double t, double heldOutLoss, double rate) {}
