package org.p2f.training.run;

/**
 * How well one factor was read from codes of one time.
 *
 * @param step number of steps behind the codes
 * @param accuracy in [0, 1]
 */
public record ProbePoint(long step, double t, String factor, double accuracy) {}
