package org.p2f.catalog.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request to run a job.
 *
 * @param kind names the {@link JobHandler}
 * @param plan JSON object handed to it
 * @param inputs artifacts the job reads
 * @param idempotencyKey as sent by the caller; null if none
 * @param submittedBy the caller's subject; keys are separate for each
 */
public record JobSubmission(
    String kind,
    JsonNode plan,
    List<String> inputs,
    @Nullable String idempotencyKey,
    @Nullable String submittedBy) {
  public JobSubmission {
    if (!plan.isObject()) {
      throw new IllegalArgumentException("A plan is a JSON object, got " + plan.getNodeType());
    }
    inputs = List.copyOf(inputs);
  }
}
