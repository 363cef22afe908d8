package org.p2f.representation.encoding.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.encoding.Interpolation;
import org.p2f.representation.encoding.web.EncodingsRequest.CodeEncoding;
import org.p2f.representation.model.ModelCard;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

@Schema(description = "Codes z of images at times, and what computed them")
record EncodingsView(
    String modelId,
    @Schema(description = "SHA-256 that names the model's content") String modelDigest,
    Weights weights,
    @Schema(description = "In which the network computed") Precision precision,
    PreprocessingView preprocessing,
    List<Double> times,
    @Schema(description = "Images, times, values of a code", example = "[1, 11, 128]")
        List<Integer> shape,
    @Schema(description = "Present if codes were interpolated in t, as asked for")
        @Nullable InterpolationView interpolation,
    @Schema(description = "Codes by image and time, if asked for as json")
        @Nullable List<List<List<Float>>> z,
    @Schema(
            description = "Little-endian floats in base64, shaped as told, if asked for so",
            format = "byte")
        @Nullable String data) {

  @Schema(
      name = "EncodingPreprocessing",
      description =
          "What the model does with an image: values in [0, 1], minus mean, divided by std")
  record PreprocessingView(
      List<Double> mean, List<Double> std, int height, int width, int channels) {

    static PreprocessingView of(ModelCard model) {
      return new PreprocessingView(
          model.mean(),
          model.std(),
          model.shape().height(),
          model.shape().width(),
          model.shape().channels());
    }
  }

  @Schema(name = "EncodingInterpolation", description = "How codes were interpolated in t")
  record InterpolationView(
      Interpolation.Method method,
      @Schema(description = "n; codes at 0, 1/n, …, 1 are exact") int grid,
      @Schema(
              description =
                  "Largest error halfway between those times, as a share of the largest value,"
                      + " measured on the model's reference images; other images may deviate more")
          double errorBound) {

    static @Nullable InterpolationView of(@Nullable Interpolation interpolation) {
      return interpolation == null
          ? null
          : new InterpolationView(
              interpolation.method(), interpolation.grid().intervals(), interpolation.errorBound());
    }
  }

  static EncodingsView of(EncodingOrder order, Encoded encoded, CodeEncoding encoding) {
    Codes codes = encoded.codes();
    return new EncodingsView(
        order.model().id(),
        order.model().digest(),
        order.weights(),
        encoded.precision(),
        PreprocessingView.of(order.model()),
        order.times().values(),
        List.of(codes.images(), codes.times(), codes.size()),
        InterpolationView.of(encoded.interpolation()),
        encoding == CodeEncoding.JSON ? WrittenCodes.nested(codes) : null,
        switch (encoding) {
          case JSON -> null;
          case BASE64_FLOAT32 -> WrittenCodes.base64(codes, ElementKind.FLOAT32);
          case BASE64_FLOAT16 -> WrittenCodes.base64(codes, ElementKind.FLOAT16);
        });
  }
}
