package org.p2f.training.domain;

import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;

/**
 * The images that the networks are made for.
 *
 * @param size height and width in pixels
 * @param std of preprocessed pixels, the mean over channels
 * @param augmentation in training; codes are of unchanged images
 */
public record ImagesPlan(
    int channels, int size, PixelScaling scaling, double std, Augmentation augmentation) {}
