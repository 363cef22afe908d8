package org.p2f.representation.compute;

import java.io.IOException;
import java.nio.file.Path;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.Weights;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.representation.domain.EncodingRefusal.Unfit;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.Precision;
import org.p2f.representation.domain.WeightSet;
import org.springframework.stereotype.Component;

/**
 * Loads models, and only those that are what they were: one whose raw weights do not reproduce its
 * reference codes in float32 is refused, whichever weights and precision are asked for.
 */
@Component
class ModelLoader {
  private static final String RAW = "weights.safetensors";
  private static final String AVERAGED = "ema.safetensors";
  private static final String GOLDENS = "goldens.safetensors";

  private final Artifacts artifacts;
  private final Engine engine;

  ModelLoader(Artifacts artifacts, Engine engine) {
    this.artifacts = artifacts;
    this.engine = engine;
  }

  /**
   * @param precision not {@link Precision#AUTO}
   * @return for the calling thread alone, which closes it
   * @throws EncodingRefused if the model is not fit to be served
   */
  Encoder load(ModelKey key, Precision precision) {
    Artifact model =
        artifacts
            .find(key.modelId(), ArtifactKind.MODEL)
            .orElseThrow(() -> new EncodingRefused(new Unfit(key.modelId(), "it is not recorded")));
    try {
      if (key.weights() == WeightSet.RAW && precision == Precision.FLOAT32) {
        return checked(open(model, key.weights(), precision), model);
      }
      checked(open(model, WeightSet.RAW, Precision.FLOAT32), model).close();
      return open(model, key.weights(), precision);
    } catch (IOException | IllegalArgumentException e) {
      throw new EncodingRefused(new Unfit(model.id(), String.valueOf(e.getMessage())));
    }
  }

  private Encoder open(Artifact model, WeightSet weights, Precision precision) throws IOException {
    var file = artifacts.open(model, weights == WeightSet.RAW ? RAW : AVERAGED);
    return Encoder.load(
        engine,
        new ModelFiles(file, artifacts.open(model, RecordedModels.SPEC)),
        weights == WeightSet.RAW ? Weights.RAW : Weights.EMA,
        Precisions.ofNumerics(precision),
        Layout.CHANNELS_LAST);
  }

  private Encoder checked(Encoder encoder, Artifact model) throws IOException {
    Path goldens = artifacts.open(model, GOLDENS);
    try {
      GoldenCheck.require(encoder, goldens, model.id());
      return encoder;
    } catch (IOException | RuntimeException e) {
      encoder.close();
      throw e;
    }
  }
}
