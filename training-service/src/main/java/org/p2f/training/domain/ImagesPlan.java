package org.p2f.training.domain;

/**
 * The images that the networks are made for.
 *
 * @param size height and width in pixels
 */
public record ImagesPlan(int channels, int size, PixelScaling scaling) {}
