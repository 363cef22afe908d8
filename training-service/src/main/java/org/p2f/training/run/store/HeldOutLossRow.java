package org.p2f.training.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.HeldOutPoint;

/** What validation images cost at one time after one step. */
@Entity
@Table(name = "held_out_loss")
class HeldOutLossRow {

  /** What was measured. */
  @Embeddable
  record Key(@Column(name = "run_id") String runId, long step, double t) implements Serializable {}

  @EmbeddedId private @Nullable Key key;

  private double loss;
  private double rate;

  /** For Hibernate. */
  protected HeldOutLossRow() {}

  HeldOutLossRow(String runId, HeldOutPoint point) {
    this.key = new Key(runId, point.step(), point.t());
    this.loss = point.heldOutLoss();
    this.rate = point.rate();
  }

  HeldOutPoint toPoint() {
    if (key == null) {
      throw new IllegalStateException("A row without its key");
    }
    return new HeldOutPoint(key.step(), key.t(), loss, rate);
  }
}
