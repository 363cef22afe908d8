package org.p2f.training.mlflow.work;

import java.time.Instant;
import org.p2f.training.run.CoursePoint.Scalar;

/**
 * One point of a metric, as MLflow takes it. Sent twice it is there once: a point is its own key.
 *
 * @param timestamp in milliseconds of the epoch
 * @param value NaN and infinities too
 */
record MlflowPoint(String key, double value, long timestamp, long step) {

  /** A point of a run's curve. */
  static MlflowPoint of(Scalar scalar, Instant at) {
    return new MlflowPoint(
        MlflowText.key(scalar.tag()), scalar.value(), at.toEpochMilli(), scalar.step());
  }
}
