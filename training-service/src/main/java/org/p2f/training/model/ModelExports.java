package org.p2f.training.model;

import java.nio.file.Path;
import org.p2f.spec.network.Weights;

/** Writes models in forms that others run. */
public interface ModelExports {

  /**
   * @param weights file of a model with those weights
   * @param spec file of that model
   * @param target is made or replaced
   * @throws ArithmeticException if the form's numbers cannot hold the weights
   */
  void write(ExportFormat format, Weights kind, Path weights, Path spec, Path target);
}
