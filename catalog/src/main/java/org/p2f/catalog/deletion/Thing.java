package org.p2f.catalog.deletion;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;

/**
 * Something that can be deleted.
 *
 * @param source the table it stands in: artifact, job, study or training_sweep
 * @param kind as users know it, such as {@code dataset} or {@code training-run}
 * @param name not unique
 * @param state of a job or study; null for artifacts and sweeps
 * @param deletionId what deleted it; null while it is there
 * @param project that it is in
 */
public record Thing(
    String id,
    String source,
    String kind,
    String name,
    @Nullable String state,
    @Nullable String deletionId,
    Instant createdAt,
    String project) {
  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  /** Whether work on it goes on, or is to. */
  public boolean isRunning() {
    return state != null && !FINAL.contains(state);
  }

  /** Whether the current caller may see it. */
  boolean isVisible() {
    return Callers.current().sees(project);
  }

  @Override
  public String toString() {
    return "%s %s ('%s')".formatted(kind, id, name);
  }
}
