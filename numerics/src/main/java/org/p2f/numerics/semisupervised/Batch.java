package org.p2f.numerics.semisupervised;

/**
 * What a step learns from.
 *
 * @param images numbers in the data set
 * @param labels of each
 * @param weights of each in the loss
 * @param labelled how many of the first have known labels
 */
@SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
record Batch(int[] images, long[] labels, float[] weights, int labelled) {}
