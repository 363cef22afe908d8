package org.p2f.training.run.store;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_cancellation}. */
interface TrainingCancellationRows extends Repository<TrainingCancellationRow, String> {

  /** Inserts or replaces. */
  TrainingCancellationRow save(TrainingCancellationRow row);

  Optional<TrainingCancellationRow> findById(String runId);
}
