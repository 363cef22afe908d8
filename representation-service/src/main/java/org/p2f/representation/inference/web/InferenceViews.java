package org.p2f.representation.inference.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.Interpolation;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.model.ModelCard;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

/** Bodies of the Open Inference Protocol, version 2, by the names that it gives their fields. */
final class InferenceViews {
  private InferenceViews() {}

  @Schema(name = "InferenceServer")
  record Server(String name, String version, List<String> extensions) {}

  @Schema(name = "InferenceLive")
  record Live(boolean live) {}

  @Schema(name = "InferenceReady")
  record Ready(boolean ready) {}

  @Schema(name = "InferenceModelReady")
  record ModelReady(String name, boolean ready) {}

  @Schema(name = "InferenceModel")
  record Model(
      @Schema(description = "The model's id, also where it was asked for by an alias") String name,
      @Schema(description = "The SHA-256 that names its content") List<String> versions,
      String platform,
      List<TensorKind> inputs,
      List<TensorKind> outputs) {

    static Model of(ModelCard model) {
      var shape = model.shape();
      return new Model(
          model.id(),
          List.of(model.digest()),
          "p2f",
          List.of(
              TensorKind.of(
                  InferenceTensors.IMAGES, -1, shape.channels(), shape.height(), shape.width()),
              TensorKind.of(InferenceTensors.TIMES, -1)),
          List.of(TensorKind.of(InferenceAnswer.CODES, -1, -1, model.codes())));
    }
  }

  @Schema(name = "InferenceTensorKind")
  record TensorKind(
      String name,
      String datatype,
      @Schema(description = "-1 where any size will do") List<Integer> shape) {

    static TensorKind of(String name, Integer... shape) {
      return new TensorKind(name, ElementKind.FLOAT32.inference(), List.of(shape));
    }
  }

  /** As {@link InferenceRequest} reads it, which takes nested data, too. */
  @Schema(
      name = "InferenceRequest",
      description = "Tensors images [n, C, H, W], values in [0, 1], and t [k], values in [0, 1]")
  record Asked(
      @Schema(description = "Told again in the answer") @Nullable String id,
      @Nullable AskedParameters parameters,
      List<AskedTensor> inputs,
      @Schema(description = "z, which is told also if none is named")
          @Nullable List<AskedOutput> outputs) {}

  @Schema(name = "InferenceRequestedOutput")
  record AskedOutput(
      @Schema(description = "z") String name, @Nullable AskedOutputParameters parameters) {}

  @Schema(name = "InferenceRequestedOutputParameters")
  record AskedOutputParameters(
      @Schema(description = "Whether it is to follow the answer's JSON as bytes")
          @JsonProperty("binary_data")
          @Nullable Boolean binaryData) {}

  @Schema(name = "InferenceIndexRequest")
  record IndexAsked(
      @Schema(description = "Whether only models that are loaded are told")
          @Nullable Boolean ready) {}

  @Schema(name = "InferenceParameters")
  record AskedParameters(
      @Schema(description = "raw by default") @Nullable Weights weights,
      @Schema(description = "n if codes are to be interpolated between those at 0, 1/n, …, 1")
          @JsonProperty("interpolation_grid")
          @Nullable Integer interpolationGrid,
      @Schema(description = "Whether codes are to follow the answer's JSON as bytes")
          @JsonProperty("binary_data_output")
          @Nullable Boolean binaryDataOutput) {}

  @Schema(name = "InferenceInput")
  record AskedTensor(
      @Schema(description = "images or t") String name,
      List<Long> shape,
      @Schema(description = "FP32; of images also FP16 or UINT8, 0 to 255") String datatype,
      @Nullable BinaryTensor parameters,
      @Schema(description = "All elements in order, unless they follow the JSON as bytes")
          @Nullable List<Float> data) {}

  @Schema(name = "InferenceBinaryTensor")
  record BinaryTensor(
      @Schema(description = "Bytes behind the JSON that are this tensor's, little-endian")
          @JsonProperty("binary_data_size")
          long binaryDataSize) {}

  @Schema(name = "InferenceView", description = "Codes z [n, k, d]")
  record Answered(
      @JsonProperty("model_name") String modelName,
      @JsonProperty("model_version") String modelVersion,
      @Nullable String id,
      AnsweredParameters parameters,
      List<AnsweredTensor> outputs) {}

  @Schema(name = "InferenceViewParameters")
  record AnsweredParameters(
      Weights weights,
      Precision precision,
      @JsonProperty("interpolation_method") Interpolation.@Nullable Method interpolationMethod,
      @JsonProperty("interpolation_grid") @Nullable Integer interpolationGrid,
      @JsonProperty("interpolation_error_bound") @Nullable Double interpolationErrorBound) {

    static AnsweredParameters of(
        Weights weights, Precision precision, @Nullable Interpolation interpolation) {
      return interpolation == null
          ? new AnsweredParameters(weights, precision, null, null, null)
          : new AnsweredParameters(
              weights,
              precision,
              interpolation.method(),
              interpolation.grid().intervals(),
              interpolation.errorBound());
    }
  }

  @Schema(name = "InferenceOutput")
  record AnsweredTensor(
      String name,
      List<Integer> shape,
      String datatype,
      @Nullable BinaryTensor parameters,
      @Schema(description = "All elements in order, unless they follow the JSON as bytes")
          @Nullable List<Float> data) {}
}
