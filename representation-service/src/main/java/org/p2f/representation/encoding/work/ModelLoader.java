package org.p2f.representation.encoding.work;

import java.io.IOException;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.representation.encoding.EncodingRefusal.Unfit;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Loads models, and only those that are what they were: one whose raw weights do not give the codes
 * in float32 that it was recorded with is refused, whichever weights and precision are asked for.
 */
@Component
public class ModelLoader {
  private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

  /**
   * Largest deviation, as a share of the largest code. Another number of threads, layout or
   * processor sums in another order, which moves float32 codes by some 1e-6.
   */
  private static final double BOUND = 1e-4;

  private final Artifacts artifacts;
  private final Engine engine;

  ModelLoader(Artifacts artifacts, Engine engine) {
    this.artifacts = artifacts;
    this.engine = engine;
  }

  /**
   * @return for the calling thread alone, which closes it
   * @throws EncodingRefused if the model is not fit to be served
   */
  public Encoder load(ModelKey key, Precision precision) {
    Artifact model = find(key);
    try {
      Encoder reference = open(model, Weights.RAW, Precision.FLOAT32);
      try {
        requireGoldens(reference, model);
      } catch (IOException | RuntimeException e) {
        reference.close();
        throw e;
      }
      if (key.weights() == Weights.RAW && precision == Precision.FLOAT32) {
        return reference;
      }
      reference.close();
      return open(model, key.weights(), precision);
    } catch (IOException | IllegalArgumentException e) {
      throw unfit(model.id(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Loads a model to be served: in the precision asked for or, if none is, in the faster one of
   * those whose codes stay within the declared bound.
   *
   * @throws EncodingRefused if the model is not fit to be served
   */
  ServedModel serve(ModelKey key, EncodingProperties properties) {
    Encoder exact = load(key, Precision.FLOAT32);
    if (properties.precision() == PrecisionChoice.FLOAT32) {
      return new ServedModel(exact, Precision.FLOAT32, properties.batchRows());
    }
    try {
      Artifact model = find(key);
      Encoder fast = open(model, key.weights(), Precision.BFLOAT16);
      double error =
          GoldenVectors.read(artifacts.open(model, ModelFiles.GOLDENS))
              .maxRelativeError(fast, exact);
      boolean right = error <= properties.bfloat16Bound();
      if (properties.precision() == PrecisionChoice.BFLOAT16 && !right) {
        fast.close();
        throw unfit(
            key.modelId(),
            "its bfloat16 codes are off its float32 ones by %.1e of the largest, allowed are %.0e"
                .formatted(error, properties.bfloat16Bound()));
      }
      boolean fastWins =
          right
              && (properties.precision() == PrecisionChoice.BFLOAT16
                  || EncodingSpeed.isFaster(fast, exact));
      log.info(
          "Model {}: bfloat16 codes are off by {}, served in {}",
          key.modelId(),
          error,
          fastWins ? "bfloat16" : "float32");
      (fastWins ? exact : fast).close();
      return fastWins
          ? new ServedModel(fast, Precision.BFLOAT16, properties.batchRows())
          : new ServedModel(exact, Precision.FLOAT32, properties.batchRows());
    } catch (IOException | RuntimeException e) {
      exact.close();
      throw e instanceof EncodingRefused refused
          ? refused
          : unfit(key.modelId(), String.valueOf(e.getMessage()));
    }
  }

  private Artifact find(ModelKey key) {
    return artifacts
        .find(key.modelId(), ArtifactKind.MODEL)
        .orElseThrow(() -> unfit(key.modelId(), "it is not recorded"));
  }

  private Encoder open(Artifact model, Weights weights, Precision precision) throws IOException {
    return Encoder.load(
        engine,
        new ModelFiles(
            artifacts.open(model, weights.file()), artifacts.open(model, ModelFiles.SPEC)),
        weights,
        org.p2f.numerics.program.Precision.of(precision),
        Layout.CHANNELS_LAST);
  }

  private void requireGoldens(Encoder encoder, Artifact model) throws IOException {
    double error =
        GoldenVectors.read(artifacts.open(model, ModelFiles.GOLDENS)).maxRelativeError(encoder);
    if (!(error <= BOUND)) { // also refuses NaN
      throw unfit(
          model.id(),
          "its codes are off those it was recorded with by %.1e of the largest, allowed are %.0e"
              .formatted(error, BOUND));
    }
  }

  private static EncodingRefused unfit(String modelId, String reason) {
    return new EncodingRefused(new Unfit(modelId, reason));
  }
}
