package org.p2f.training.imports.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Weights;
import org.p2f.training.imports.ModelOutlooks;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.network.Objective;

/** What an import would make. */
@Schema(description = "What would become of weights that were trained elsewhere")
record ModelImportPreviewView(
    ModelOutlooks.Outlook.Format format,
    @Schema(description = "Whether the encoder is all that is taken") boolean encoderAlone,
    @Schema(description = "Number of tensors that are taken, averages not counted") int tensors,
    @Schema(description = "Tensors that the model does not need") List<LeftOutTensorView> leftOut,
    @Schema(description = "What else a checkpoint holds, such as optimizer") List<String> unread,
    String preset,
    Objective objective,
    @Schema(description = "Training steps behind the weights, 0 where nothing tells") long step,
    @Schema(description = "Number of values of a code") int latentSize,
    int channels,
    int height,
    int width,
    ParameterCount parameterCount,
    @Schema(description = "The kinds of weights the model would hold") List<Weights> weights) {

  /** A tensor that is not needed. */
  record LeftOutTensorView(
      @Schema(description = "Its name in the upload") String name,
      @Schema(description = "Why it is not needed") String reason) {}

  static ModelImportPreviewView of(ModelOutlooks.Outlook outlook) {
    ModelDescription model = outlook.description();
    return new ModelImportPreviewView(
        outlook.format(),
        model.holdsEncoderAlone(),
        outlook.tensors(),
        outlook.leftOut().stream()
            .map(tensor -> new LeftOutTensorView(tensor.name(), tensor.reason()))
            .toList(),
        outlook.unread(),
        model.preset(),
        model.objective(),
        model.step(),
        model.latentSize(),
        model.channels(),
        model.height(),
        model.width(),
        model.parameterCount(),
        model.weights());
  }
}
