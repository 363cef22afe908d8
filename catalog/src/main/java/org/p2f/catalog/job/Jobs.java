package org.p2f.catalog.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;

/** The jobs of this service, as far as the current caller may see them. */
public interface Jobs {

  /**
   * Records and schedules a job in one transaction. The same key, caller and plan (or request,
   * where the submission has one) give the same job.
   *
   * @throws IdempotencyConflict if the key was used with another body
   * @throws IllegalArgumentException if no handler has that kind
   */
  Job submit(JobSubmission submission);

  /** A job that the current caller may see. */
  Optional<Job> find(String id);

  /**
   * Newest first.
   *
   * @param kind null for all
   * @param state null for all
   * @param cursor {@link Page#nextCursor()} of the page before; null for the first
   * @param limit 1 to 500
   * @throws org.p2f.catalog.InvalidCursor if the cursor was not made by this catalog
   */
  Page<Job> list(
      @Nullable String kind, @Nullable JobState state, @Nullable String cursor, int limit);

  /**
   * Asks a job to stop: QUEUED becomes CANCELLED at once, RUNNING becomes CANCELLING until its
   * handler returns.
   *
   * @return the job as it is now; empty if there is none
   * @throws AlreadyFinished if it has ended
   * @throws org.p2f.catalog.access.ReadOnlyProject if the caller may only see it
   */
  Optional<Job> cancel(String id);

  /** Events after that sequence number, oldest first, at most {@code limit}. */
  List<JobEvent> events(String id, long afterSequence, int limit);
}
