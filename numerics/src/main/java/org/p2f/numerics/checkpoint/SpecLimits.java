package org.p2f.numerics.checkpoint;

import java.util.List;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetShape;

/**
 * The largest networks that a specification from elsewhere may ask for. They are far beyond any
 * that can be trained here, and keep a few bytes of JSON from asking for graphs without end.
 */
final class SpecLimits {
  private static final int DEEPEST_ENCODER = 100;
  private static final int LONGEST_CODE = 1 << 12;
  private static final int LARGEST_IMAGE = 1 << 10;
  private static final int MOST_CHANNELS = 16;
  private static final int MOST_FEATURES = 1 << 10;
  private static final int MOST_LEVELS = 10;
  private static final int MOST_BLOCKS = 32;

  private SpecLimits() {}

  /**
   * @param file name of the specification, for messages
   * @throws InvalidData if it asks for more, or for networks of images of another shape
   */
  static void require(String file, ModelSpec spec) throws InvalidData {
    var images = spec.preprocessing();
    var network = spec.scoreNetwork();
    if (images.height() != images.width()
        || images.height() != network.imageSize()
        || images.channels() != network.channels()
        || spec.encoder().latent() != spec.objective().latent()
        || (spec.encoder().readout() instanceof CodeReadout.Spatial(int _, int side, int _)
            && side != CodeReadout.Spatial.sideOf(images.height()))) {
      throw new InvalidData(
          file, "its encoder, score network, objective and images do not fit each other");
    }
    requireAtMost(file, "encoder.depth", spec.encoder().depth(), DEEPEST_ENCODER);
    requireAtMost(file, "values of a code", spec.latentSize(), LONGEST_CODE);
    requireAtMost(file, "preprocessing.channels", images.channels(), MOST_CHANNELS);
    requireAtMost(
        file, "pixels of a side", Math.max(images.height(), images.width()), LARGEST_IMAGE);
    requireNetwork(file, network);
  }

  private static void requireNetwork(String file, ScoreNetworkSpec network) throws InvalidData {
    requireAtMost(file, "scoreNetwork.imageSize", network.imageSize(), LARGEST_IMAGE);
    switch (network) {
      case NcsnPlusPlusSpec spec -> requireShape(file, spec.shape());
      case DdpmSpec spec -> requireShape(file, spec.shape());
      case NcsnV2Spec spec ->
          requireAtMost(file, "scoreNetwork.features", spec.features(), MOST_FEATURES);
    }
  }

  private static void requireShape(String file, UNetShape shape) throws InvalidData {
    List<Integer> multipliers = shape.channelMultipliers();
    requireAtMost(file, "scoreNetwork.features", shape.features(), MOST_FEATURES);
    requireAtMost(file, "levels of the score network", multipliers.size(), MOST_LEVELS);
    requireAtMost(file, "scoreNetwork.blocksPerLevel", shape.blocksPerLevel(), MOST_BLOCKS);
    for (int multiplier : multipliers) {
      requireAtMost(file, "scoreNetwork.channelMultipliers", multiplier, MOST_CHANNELS);
    }
  }

  private static void requireAtMost(String file, String what, int value, int most)
      throws InvalidData {
    if (value > most) {
      throw new InvalidData(
          file, "%s: %d is more than the %d that are taken".formatted(what, value, most));
    }
  }
}
