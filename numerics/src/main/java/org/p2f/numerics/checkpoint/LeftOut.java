package org.p2f.numerics.checkpoint;

/**
 * What a file holds and a model does not need.
 *
 * @param name in the file
 * @param reason why it is not needed
 */
public record LeftOut(String name, String reason) {}
