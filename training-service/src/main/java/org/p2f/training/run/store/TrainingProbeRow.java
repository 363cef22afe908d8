package org.p2f.training.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.ProbePoint;

/** One factor at one time after one step. */
@Entity
@Table(name = "training_probe")
class TrainingProbeRow {

  /** What was probed. */
  @Embeddable
  record Key(@Column(name = "run_id") String runId, long step, double t, String factor)
      implements Serializable {}

  @EmbeddedId private @Nullable Key key;

  private double accuracy;

  /** For Hibernate. */
  protected TrainingProbeRow() {}

  TrainingProbeRow(String runId, ProbePoint point) {
    this.key = new Key(runId, point.step(), point.t(), point.factor());
    this.accuracy = point.accuracy();
  }

  ProbePoint toPoint() {
    if (key == null) {
      throw new IllegalStateException("A row without its key");
    }
    return new ProbePoint(key.step(), key.t(), key.factor(), accuracy);
  }
}
