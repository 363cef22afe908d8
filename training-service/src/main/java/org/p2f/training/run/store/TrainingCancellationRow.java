package org.p2f.training.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.CancelChoice;

/** What was said when a run was cancelled. */
@Entity
@Table(name = "training_cancellation")
class TrainingCancellationRow {
  @Id
  @Column(name = "run_id")
  private @Nullable String runId;

  @Enumerated(EnumType.STRING)
  private CancelChoice choice = CancelChoice.DISCARD;

  /** For Hibernate. */
  protected TrainingCancellationRow() {}

  TrainingCancellationRow(String runId, CancelChoice choice) {
    this.runId = runId;
    this.choice = choice;
  }

  CancelChoice choice() {
    return choice;
  }
}
