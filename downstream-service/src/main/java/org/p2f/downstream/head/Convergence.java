package org.p2f.downstream.head;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the heads behind a result had stopped improving when their training ended. A head's rise
 * is its mean validation accuracy over the last fifth of the learning rate spent less that over the
 * fifth before; it has converged if the rise is at most one standard error of the accuracy.
 *
 * @param converged whether the mean rise of all heads is at most its standard error; false where
 *     there are too few validations to tell
 * @param rise of the validation accuracy, mean over heads; null where there are too few validations
 * @param error standard error of the mean rise, taking validation images of different heads as
 *     independent
 * @param heads for each encoder and seed, whether that head by itself has converged
 */
public record Convergence(
    boolean converged, @Nullable Double rise, double error, List<Boolean> heads) {
  public Convergence {
    heads = List.copyOf(heads);
  }
}
