package org.p2f.training.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;

/** Writes models in forms that others run. */
public interface ModelExports {

  /**
   * A model, and which of it is wanted.
   *
   * @param kind of the weights
   * @param weights file of the model with those
   * @param spec file of the model
   * @param license under which its user publishes it, by a model hub's name for it; null if that is
   *     not told
   */
  record Source(String modelId, Weights kind, Path weights, Path spec, @Nullable String license) {}

  /** The one of them that writes that form. */
  static ModelExports of(ExportFormat format, List<ModelExports> writers) {
    return writers.stream()
        .filter(writer -> writer.formats().contains(format))
        .findFirst()
        .orElseThrow();
  }

  /** The forms that it writes; each has one writer. */
  Set<ExportFormat> formats();

  /**
   * @param format one of {@link #formats}
   * @param target is made or replaced
   * @throws ArithmeticException if the form's numbers cannot hold the weights
   */
  void write(ExportFormat format, Source source, Path target);
}
