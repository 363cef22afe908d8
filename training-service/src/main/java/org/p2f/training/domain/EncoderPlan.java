package org.p2f.training.domain;

/**
 * A wide residual network.
 *
 * @param depth convolutions on its longest path
 * @param widen factor on its widths; the code has 64 times as many values
 */
public record EncoderPlan(int depth, double widen) {}
