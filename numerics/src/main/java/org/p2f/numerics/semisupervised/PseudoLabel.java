package org.p2f.numerics.semisupervised;

/**
 * The label that a training image is learnt with.
 *
 * @param image number in the data set
 * @param label its class
 * @param certainty 1 − entropy/ln(classes) of its distribution over classes, in [0, 1]
 * @param known whether it is not a pseudo-label, but the image's own
 */
public record PseudoLabel(int image, int label, double certainty, boolean known) {}
