package org.p2f.training.run;

import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;

/**
 * How images reach the networks.
 *
 * @param augmentation in training; codes are of unchanged images
 */
public record ImagesPlan(PixelScaling scaling, Augmentation augmentation) {}
