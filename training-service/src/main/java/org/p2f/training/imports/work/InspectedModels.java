package org.p2f.training.imports.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.p2f.numerics.checkpoint.ForeignModel;
import org.p2f.numerics.data.InvalidData;
import org.p2f.training.imports.ModelImportPlan;
import org.p2f.training.imports.ModelOutlooks;
import org.p2f.training.imports.ModelOutlooks.Outlook.ToldTensor;
import org.springframework.stereotype.Component;

/** Opens the uploads as the import does, and keeps nothing. */
@Component
final class InspectedModels implements ModelOutlooks {
  private final ForeignWeights weights;

  InspectedModels(ForeignWeights weights) {
    this.weights = weights;
  }

  @Override
  public ModelOutlooks.Outlook of(ModelImportPlan plan) throws UnreadableWeights {
    try (ForeignModel model = weights.open(plan)) {
      var spec = weights.spec(plan, model);
      var fit = ForeignWeights.fit(plan, model, spec);
      return new ModelOutlooks.Outlook(
          switch (model.format()) {
            case SAFETENSORS -> ModelOutlooks.Outlook.Format.SAFETENSORS;
            case PYTORCH_CHECKPOINT -> ModelOutlooks.Outlook.Format.PYTORCH_CHECKPOINT;
          },
          ForeignWeights.describe(plan, spec, fit),
          fit.tensors(),
          fit.leftOut().stream().map(t -> new ToldTensor(t.name(), t.reason())).toList(),
          model.unread(),
          fit.misfits().stream().map(m -> new ToldTensor(m.tensor(), m.reason())).toList());
    } catch (InvalidData invalid) {
      throw new UnreadableWeights(String.valueOf(invalid.getMessage()), invalid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
