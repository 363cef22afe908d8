package org.p2f.downstream.head;

/**
 * A test accuracy with its 95 % interval: Wilson's over the test images or Student's over the
 * seeds, whichever is wider.
 *
 * @param mean over the seeds
 * @param seeds number of heads that differ in their seed alone
 * @param n number of test images
 */
public record TestAccuracy(double mean, double low, double high, int seeds, int n) {}
