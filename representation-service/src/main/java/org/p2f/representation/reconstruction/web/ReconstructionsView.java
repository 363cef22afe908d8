package org.p2f.representation.reconstruction.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.reconstruction.Maker;
import org.p2f.representation.reconstruction.Reconstruction;
import org.p2f.representation.reconstruction.Reconstruction.Made;
import org.p2f.representation.reconstruction.Reconstruction.Noised;
import org.p2f.representation.reconstruction.Reconstructions.Order;
import org.p2f.spec.network.Weights;

@Schema(description = "What a model makes of images' codes at times, and what made it")
record ReconstructionsView(
    String modelId,
    @Schema(description = "SHA-256 that names the model's content") String modelDigest,
    Weights weights,
    @Schema(
            description =
                "score-network: the mean of the clean images that may lie behind a noised one,"
                    + " given the code. decoder: what an autoencoder makes of the code alone")
        Maker madeBy,
    @Schema(description = "Of the noise") long seed,
    ReconstructionFormat format,
    @Schema(description = "Channels, height, width", example = "[3, 16, 16]") List<Integer> shape,
    List<Double> times,
    @Schema(description = "In the order of the request") List<ImageView> images) {

  @Schema(name = "ReconstructedImage")
  record ImageView(
      @Schema(description = "One at each time") List<ReconstructionView> reconstructions) {}

  @Schema(name = "Reconstruction", description = "One image at one time")
  record ReconstructionView(
      double t,
      @Schema(description = "x_t, as the score network is shown it; absent of a decoder")
          @Nullable NoisedView noised,
      @Schema(description = "Made with the image's own code E(x, t)") MadeView withCode,
      @Schema(
              description =
                  "Made with the code of the request's next image, the first after the last;"
                      + " absent if there is one image")
          @Nullable MadeView withOtherCode,
      @Schema(
              description =
                  "How much smaller the error is with the own code, in dB: 10·log10 of the errors'"
                      + " ratio")
          @Nullable Double gain) {}

  @Schema(name = "NoisedImage")
  record NoisedView(
      @Schema(
              description =
                  "In base64. A PNG shows the range from two pixelNoise below black to two above"
                      + " white, so that the image can be seen to vanish",
              format = "byte")
          String image,
      @Schema(description = "Factor of the clean image in it") double signal,
      @Schema(description = "σ(t), the noise's standard deviation as the network sees images")
          double noise,
      @Schema(description = "The same in units of pixels, where white is 1; mean of the channels")
          double pixelNoise) {}

  @Schema(name = "MadeImage")
  record MadeView(
      @Schema(description = "In base64", format = "byte") String image,
      @Schema(
              description =
                  "From the clean image, mean over its values, in squared units of pixels: white"
                      + " is 1")
          double squaredError) {}

  static ReconstructionsView of(
      Order order, List<List<Reconstruction>> made, ReconstructionFormat format) {
    ImageShape shape = order.model().shape();
    var written = new WrittenImages(shape, format);
    List<ImageView> images = new ArrayList<>();
    for (List<Reconstruction> ofOne : made) {
      images.add(new ImageView(ofOne.stream().map(one -> view(one, written)).toList()));
    }
    return new ReconstructionsView(
        order.model().id(),
        order.model().digest(),
        order.weights(),
        order.maker(),
        order.seed(),
        format,
        List.of(shape.channels(), shape.height(), shape.width()),
        order.times().values(),
        images);
  }

  private static ReconstructionView view(Reconstruction one, WrittenImages written) {
    return new ReconstructionView(
        one.t(),
        view(one.noised(), written),
        new MadeView(written.image(one.withCode().image()), one.withCode().squaredError()),
        view(one.withOtherCode(), written),
        one.withCode().gainOver(one.withOtherCode()));
  }

  private static @Nullable NoisedView view(@Nullable Noised noised, WrittenImages written) {
    return noised == null
        ? null
        : new NoisedView(
            written.noisy(noised.image(), noised.pixelNoise()),
            noised.signal(),
            noised.noise(),
            noised.pixelNoise());
  }

  private static @Nullable MadeView view(@Nullable Made made, WrittenImages written) {
    return made == null ? null : new MadeView(written.image(made.image()), made.squaredError());
  }
}
