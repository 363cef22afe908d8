package org.p2f.representation.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

/** The models held ready to encode. */
public interface ServedModels {

  /** All that are held, are being loaded, or could not be, those used last first. */
  List<Served> list();

  /** Begins to load a model, unless it is held or being loaded already. */
  void load(String modelId, Weights weights);

  /** How far a model is. */
  enum State {
    LOADING,
    SERVING,
    REFUSED
  }

  /**
   * @param precision in which it is served; null unless it is
   * @param bytes that it occupies; 0 unless it is served
   * @param reason why it is refused; null unless it is
   */
  record Served(
      String modelId,
      Weights weights,
      State state,
      @Nullable Precision precision,
      long bytes,
      @Nullable String reason) {}
}
