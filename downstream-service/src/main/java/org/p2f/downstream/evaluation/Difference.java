package org.p2f.downstream.evaluation;

import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;

/**
 * How much better one head does than another on the test images, paired over what both share. A
 * head that reads one t stands for its kind at the t that is best on validation images.
 *
 * @param head the first head
 * @param encoder whose codes it reads
 * @param t that it reads; null if it reads all
 * @param than the second head
 * @param mean of the first one's test accuracy less the second's
 * @param low end of the 95 % interval: the wider of the bootstrap's over units and Student's
 * @param high its other end
 * @param signFlip exact two-sided p of the mean under flipped signs, never below 2^(1 − units)
 * @param units pairs: encoders that differ in their seed, or with one encoder, and with ensembles,
 *     the heads' seeds
 */
public record Difference(
    String factor,
    double labelFraction,
    HeadKind head,
    EncoderRole encoder,
    @Nullable Double t,
    HeadKind than,
    EncoderRole thanEncoder,
    @Nullable Double thanT,
    double mean,
    double low,
    double high,
    double signFlip,
    int units) {}
