package org.p2f.cluster.index;

import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobFailure;
import org.p2f.cluster.IndexedJobs;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the process of an index says at its end of why it failed, so that the worker can end the job
 * with it.
 */
record IndexFailure(String code, Blame blame, String detail) {

  private static final String CODE = "index-failed";

  static IndexFailure of(Exception thrown) {
    return thrown instanceof JobFailure e
        ? new IndexFailure(e.code(), e.blame(), e.detail())
        : new IndexFailure(CODE, Blame.INFRASTRUCTURE, thrown.toString());
  }

  /** Whether the same process may succeed when it is tried again. */
  boolean passes() {
    return blame == Blame.INFRASTRUCTURE;
  }

  /**
   * Why the job fails.
   *
   * @param failed its message is one of these as JSON, or whatever was printed last by a process
   *     that had no time to say it
   */
  static JobFailure of(IndexedJobs.Failed failed, JsonMapper json) {
    try {
      var said = json.readValue(failed.message(), IndexFailure.class);
      return new JobFailure(
          said.code(), said.blame(), "Index %d: %s".formatted(failed.index(), said.detail()));
    } catch (JacksonException e) {
      String last = failed.message().isBlank() ? "nothing" : failed.message().strip();
      return new JobFailure(
          CODE,
          Blame.INFRASTRUCTURE,
          "Index %d failed again and again; the last its process said: %s"
              .formatted(failed.index(), last),
          e);
    }
  }
}
