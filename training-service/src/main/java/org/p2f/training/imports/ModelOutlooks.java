package org.p2f.training.imports;

import java.util.List;
import org.p2f.training.model.ModelDescription;

/** Looks into weights that were trained elsewhere without making a model of them. */
public interface ModelOutlooks {

  /**
   * Compares names, shapes and types; reads no weights.
   *
   * @throws UnreadableWeights if an upload is not what it should be
   */
  Outlook of(ModelImportPlan plan) throws UnreadableWeights;

  /** An upload is broken or of another kind; the message names file and cause. */
  final class UnreadableWeights extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableWeights(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * What would become of weights that were trained elsewhere.
   *
   * @param description of the model
   * @param tensors number of those that are taken, averages not counted
   * @param leftOut tensors that the model does not need
   * @param unread what else a checkpoint holds
   * @param misfits what stands in the way; empty if the model can be made
   */
  record Outlook(
      Format format,
      ModelDescription description,
      int tensors,
      List<ToldTensor> leftOut,
      List<String> unread,
      List<ToldTensor> misfits) {
    public Outlook {
      leftOut = List.copyOf(leftOut);
      unread = List.copyOf(unread);
      misfits = List.copyOf(misfits);
    }

    /** A tensor that is not needed or does not fit, and why. */
    public record ToldTensor(String name, String reason) {}

    /** Kinds of files with weights that were trained elsewhere. */
    public enum Format {
      SAFETENSORS,
      /** What {@code torch.save} writes. */
      PYTORCH_CHECKPOINT
    }
  }
}
