package org.p2f.downstream.analysis;

import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.TestAccuracy;

/**
 * How many test images a few labels reach rightly.
 *
 * @param t the time whose codes are compared; null where those of all times are, end to end
 * @param labels number of labelled training images
 * @param weightedAccuracy the same, each image counted by its certainty
 * @param certainty mean over the test images of 1 − entropy/ln(classes)
 */
public record PropagationResult(
    String factor,
    @Nullable Double t,
    int labels,
    TestAccuracy testAccuracy,
    double weightedAccuracy,
    double certainty) {}
