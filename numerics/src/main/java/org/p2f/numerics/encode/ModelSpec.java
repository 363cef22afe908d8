package org.p2f.numerics.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ScoreNetwork;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.objective.Objective;

/**
 * What a model is, besides its weights: the content of its {@code model.json}.
 *
 * @param preprocessing done inside; callers hand in pixels in [0, 1]
 * @param step number of training steps behind the weights
 */
public record ModelSpec(
    EncoderSpec encoder,
    ScoreNetworkSpec scoreNetwork,
    Sde sde,
    Objective objective,
    Preprocessing preprocessing,
    long step) {

  /** Names of the encoder's tensors start with this in a model's files. */
  public static final String ENCODER_PREFIX = "encoder.";

  public ModelSpec {
    if (encoder.channels() != preprocessing.channels()) {
      throw new IllegalArgumentException(
          "The encoder takes %d channels, the images have %d"
              .formatted(encoder.channels(), preprocessing.channels()));
    }
    if (step < 0) {
      throw new IllegalArgumentException("Steps are at least 0, got " + step);
    }
  }

  /**
   * Whether a file holds the score network too, and not the encoder alone.
   *
   * @param tensors names of those in the file
   */
  public boolean holdsScoreNetwork(Set<String> tensors) {
    return objective.scoreTerm()
        && tensors.stream().anyMatch(name -> !name.startsWith(ENCODER_PREFIX));
  }

  /** Number of values in a code. */
  public int latentSize() {
    return encoder.latentSize();
  }

  /** What its score network was trained on. */
  public Noising noising() {
    return Noising.of(objective, sde);
  }

  /**
   * Its score network as a graph.
   *
   * @throws IllegalStateException if its objective has no score term
   */
  public ScoreNetwork network() {
    if (!objective.scoreTerm()) {
      throw new IllegalStateException("A model that was trained without scores has no network");
    }
    return ScoreNetwork.of(scoreNetwork, latentSize(), noising());
  }

  /**
   * @throws IOException if it cannot be read or is no such specification
   */
  public static ModelSpec read(Path file) throws IOException {
    return SpecJson.read(file, ModelSpec.class);
  }

  public void write(Path file) throws IOException {
    SpecJson.write(file, this);
  }
}
