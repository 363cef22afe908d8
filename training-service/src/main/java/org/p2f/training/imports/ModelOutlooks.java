package org.p2f.training.imports;

/** Looks into weights that were trained elsewhere without making a model of them. */
public interface ModelOutlooks {

  /**
   * Compares names, shapes and types; reads no weights.
   *
   * @throws UnreadableWeights if an upload is not what it should be
   */
  ModelOutlook of(ModelImportPlan plan) throws UnreadableWeights;

  /** An upload is broken or of another kind; the message names file and cause. */
  final class UnreadableWeights extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableWeights(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
