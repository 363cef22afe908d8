package org.p2f.training.sampling;

/** A rectangle of pixels, counted from the upper left corner. */
public record HolePlan(int x, int y, int width, int height) {}
