package org.p2f.numerics.probe;

/**
 * How well one factor was read from codes of one time.
 *
 * @param factor its name
 * @param accuracy in [0, 1]
 */
public record ProbeResult(double t, String factor, double accuracy) {}
