package org.p2f.training.run.store;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_request}. */
interface TrainingRequestRows extends Repository<TrainingRequestRow, String> {

  /** Inserts or replaces. */
  TrainingRequestRow save(TrainingRequestRow row);

  Optional<TrainingRequestRow> findById(String runId);
}
