package org.p2f.training.run.store;

import org.p2f.training.run.CancelChoice;
import org.p2f.training.run.Cancellations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Choices in Postgres. */
@Component
class RecordedCancellations implements Cancellations {
  private final TrainingCancellationRows rows;

  RecordedCancellations(TrainingCancellationRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void choose(String runId, CancelChoice choice) {
    rows.save(new TrainingCancellationRow(runId, choice));
  }

  @Override
  @Transactional(readOnly = true)
  public CancelChoice of(String runId) {
    return rows.findById(runId).map(TrainingCancellationRow::choice).orElse(CancelChoice.DISCARD);
  }
}
