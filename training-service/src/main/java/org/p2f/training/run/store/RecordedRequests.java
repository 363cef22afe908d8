package org.p2f.training.run.store;

import java.util.Optional;
import org.p2f.training.run.TrainingRequests;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Requests in Postgres. */
@Component
class RecordedRequests implements TrainingRequests {
  private final TrainingRequestRows rows;

  RecordedRequests(TrainingRequestRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void record(String runId, String request) {
    rows.save(new TrainingRequestRow(runId, request));
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<String> find(String runId) {
    return rows.findById(runId).map(TrainingRequestRow::request);
  }
}
