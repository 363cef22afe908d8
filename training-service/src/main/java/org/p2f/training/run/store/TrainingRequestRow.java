package org.p2f.training.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What was asked for when a run was started. */
@Entity
@Table(name = "training_request")
class TrainingRequestRow {
  @Id
  @Column(name = "run_id")
  private String runId = "";

  private String request = "";

  /** For Hibernate. */
  protected TrainingRequestRow() {}

  TrainingRequestRow(String runId, String request) {
    this.runId = runId;
    this.request = request;
  }

  String request() {
    return request;
  }
}
