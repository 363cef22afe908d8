package org.p2f.training.hub.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.Weights;
import org.p2f.training.hub.ModelCard;
import org.p2f.training.network.Objective;

/**
 * A folder's {@code config.json}: all that its encoder is built from.
 *
 * @param modelType as the Hub's configurations call it
 * @param time what t means to the encoder
 */
record EncoderConfig(
    @JsonProperty("library_name") String libraryName,
    @JsonProperty("model_type") String modelType,
    @JsonProperty("p2f_version") String version,
    String name,
    String id,
    Instant created,
    Objective objective,
    long step,
    Weights weights,
    EncoderSpec encoder,
    Code code,
    Pixels pixels,
    Time time,
    Sde diffusion) {

  private static final String LIBRARY = "p2f";
  private static final String TYPE = "p2f-encoder";

  /**
   * @param size number of values
   */
  record Code(int size, LatentKind kind) {}

  /**
   * Images as the encoder's caller has them; the network sees (pixel − mean)/std.
   *
   * @param from value of black
   * @param to value of white
   */
  record Pixels(
      int channels,
      int height,
      int width,
      double from,
      double to,
      List<Double> mean,
      List<Double> std) {
    static Pixels of(Preprocessing images) {
      return new Pixels(
          images.channels(), images.height(), images.width(), 0, 1, images.mean(), images.std());
    }
  }

  /** The range of t; the network sees ln σ(t) with σ(t) = sigmaMin·(sigmaMax/sigmaMin)^t. */
  record Time(double from, double to, double sigmaMin, double sigmaMax) {
    static Time of(VarianceExploding scale) {
      return new Time(0, 1, scale.sigmaMin(), scale.sigmaMax());
    }
  }

  static EncoderConfig of(ModelCard card) {
    return new EncoderConfig(
        LIBRARY,
        TYPE,
        card.origin().codeVersion(),
        card.name(),
        card.id(),
        card.createdAt(),
        card.description().objective(),
        card.description().step(),
        card.weights(),
        card.encoder(),
        new Code(card.encoder().latentSize(), card.encoder().latent()),
        Pixels.of(card.pixels()),
        Time.of(card.timeScale()),
        card.diffusion());
  }
}
