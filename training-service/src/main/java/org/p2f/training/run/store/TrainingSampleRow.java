package org.p2f.training.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.SampleGrid;

/** One picture of one run. */
@Entity
@SuppressWarnings("UnusedVariable") // a query reads all but the picture
@Table(name = "training_sample")
class TrainingSampleRow {

  /** After which step of which run. */
  @Embeddable
  record Key(@Column(name = "run_id") String runId, long step) implements Serializable {}

  @EmbeddedId private @Nullable Key key;

  private double seconds;

  private byte[] picture = new byte[0];

  /** For Hibernate. */
  protected TrainingSampleRow() {}

  TrainingSampleRow(String runId, SampleGrid grid, byte[] png) {
    this.key = new Key(runId, grid.step());
    this.seconds = grid.seconds();
    this.picture = png.clone();
  }

  byte[] picture() {
    return picture.clone();
  }
}
