package org.p2f.downstream.analysis;

import org.p2f.downstream.head.TestAccuracy;

/**
 * Accuracy of heads that were trained and tested with a mask.
 *
 * @param mask 0 to 4, as published
 * @param description what it hides
 * @param learningRates that were tried, of these heads alone
 */
public record MaskResult(
    String factor,
    int mask,
    String description,
    TestAccuracy testAccuracy,
    RateSweep learningRates) {}
