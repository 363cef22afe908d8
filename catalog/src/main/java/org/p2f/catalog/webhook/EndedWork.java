package org.p2f.catalog.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job or a study that has come to its end.
 *
 * @param type whether it is a job or a study
 * @param kind of the job, such as {@code training}; {@value #STUDY} of a study
 * @param owner the subject of who asked for it
 * @param project that it is in
 * @param failure why it failed; null unless it has
 * @param artifacts ids of what it made
 */
public record EndedWork(
    Type type,
    String id,
    String kind,
    Outcome outcome,
    @Nullable String owner,
    String project,
    Instant createdAt,
    @Nullable Instant startedAt,
    Instant finishedAt,
    @Nullable Failure failure,
    List<String> artifacts) {
  /** The kind of studies, beside those of jobs. */
  public static final String STUDY = "study";

  public EndedWork {
    artifacts = List.copyOf(artifacts);
  }

  /** What it is. */
  public enum Type {
    JOB("/v1/jobs/"),
    STUDY("/v1/studies/");

    private final String path;

    Type(String path) {
      this.path = path;
    }
  }

  /**
   * Why it failed.
   *
   * @param code stable; null where there is none
   * @param blame whose act would end that, in lower case; null where it is not known
   */
  public record Failure(@Nullable String code, @Nullable String blame, String detail) {}

  /** What the event is called, such as {@code job.succeeded}. */
  String event() {
    return "%s.%s".formatted(type.name(), outcome.name()).toLowerCase(Locale.ROOT);
  }

  /** Where the API shows it. */
  String path() {
    return type.path + id;
  }
}
