package org.p2f.training.imports;

import java.util.List;
import org.p2f.training.model.ModelDescription;

/**
 * What would become of weights that were trained elsewhere.
 *
 * @param description of the model
 * @param tensors number of those that are taken, averages not counted
 * @param leftOut tensors that the model does not need
 * @param unread what else a checkpoint holds
 * @param misfits what stands in the way; empty if the model can be made
 */
public record ModelOutlook(
    WeightsFormat format,
    ModelDescription description,
    int tensors,
    List<ToldTensor> leftOut,
    List<String> unread,
    List<ToldTensor> misfits) {
  public ModelOutlook {
    leftOut = List.copyOf(leftOut);
    unread = List.copyOf(unread);
    misfits = List.copyOf(misfits);
  }

  /** A tensor that is not needed or does not fit, and why. */
  public record ToldTensor(String name, String reason) {}
}
