package org.p2f.training.run;

import java.util.Optional;

/** What was asked for when runs were started. */
public interface TrainingRequests {

  /**
   * @param request a JSON object; replaces one that is there
   */
  void record(String runId, String request);

  /** The request, as it was recorded. */
  Optional<String> find(String runId);
}
