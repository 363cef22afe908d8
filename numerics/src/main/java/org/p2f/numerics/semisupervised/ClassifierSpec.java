package org.p2f.numerics.semisupervised;

import java.util.Arrays;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;

/**
 * A classifier: an encoder at one time with a linear layer on its code, the mean where codes are
 * distributions.
 *
 * @param sde that tells the encoder its times
 * @param time at which it encodes, in [0, 1]
 * @param preprocessing done inside
 * @param classes at least 2
 */
public record ClassifierSpec(
    EncoderSpec encoder, Sde sde, double time, Preprocessing preprocessing, int classes) {

  public ClassifierSpec {
    if (!(0 <= time && time <= 1)) {
      throw new IllegalArgumentException("The time lies in [0, 1], got " + time);
    }
    if (classes < 2) {
      throw new IllegalArgumentException("There are at least 2 classes, got " + classes);
    }
    if (encoder.channels() != preprocessing.channels()) {
      throw new IllegalArgumentException(
          "The encoder takes %d channels, the images have %d"
              .formatted(encoder.channels(), preprocessing.channels()));
    }
  }

  /** One that sees the images standardised by the data set's mean and deviation. */
  public static ClassifierSpec of(EncoderSpec encoder, ImageDataset data, int classes) {
    return new ClassifierSpec(
        encoder,
        VarianceExploding.published(),
        0,
        new Preprocessing(
            data.channels(),
            data.height(),
            data.width(),
            Arrays.stream(data.mean()).boxed().toList(),
            Arrays.stream(data.std()).boxed().toList()),
        classes);
  }

  /** One that goes on from a model's encoder at a time. */
  public static ClassifierSpec of(ModelSpec model, double time, int classes) {
    return new ClassifierSpec(model.encoder(), model.sde(), time, model.preprocessing(), classes);
  }
}
