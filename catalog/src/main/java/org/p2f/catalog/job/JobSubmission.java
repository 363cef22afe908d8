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
 * @param request what the key stands for, where that is more than this job: the first of several
 *     that were asked for together; null for the job alone
 */
public record JobSubmission(
    String kind,
    JsonNode plan,
    List<String> inputs,
    @Nullable String idempotencyKey,
    @Nullable String submittedBy,
    @Nullable JsonNode request) {
  public JobSubmission {
    if (!plan.isObject()) {
      throw new IllegalArgumentException("A plan is a JSON object, got " + plan.getNodeType());
    }
    inputs = List.copyOf(inputs);
  }

  /** For a job that was asked for alone. */
  public JobSubmission(
      String kind,
      JsonNode plan,
      List<String> inputs,
      @Nullable String idempotencyKey,
      @Nullable String submittedBy) {
    this(kind, plan, inputs, idempotencyKey, submittedBy, null);
  }
}
