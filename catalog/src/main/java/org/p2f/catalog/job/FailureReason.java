package org.p2f.catalog.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.TransactionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why a job failed and who is to blame, from what its handler threw. */
final class FailureReason {
  private static final Logger log = LoggerFactory.getLogger(FailureReason.class);

  private FailureReason() {}

  /** Logs what is not for the user, once. */
  static Job.Failure of(String jobId, Throwable thrown) {
    return switch (thrown) {
      case JobFailure failure -> new Job.Failure(failure.code(), failure.blame(), failure.detail());
      case UncheckedIOException wrapped when wrapped.getCause() != null ->
          infrastructure(jobId, "io", wrapped.getMessage() + ": " + wrapped.getCause(), thrown);
      case IOException io -> infrastructure(jobId, "io", io.toString(), thrown);
      case OutOfMemoryError memory ->
          infrastructure(jobId, "out-of-memory", memory.toString(), thrown);
      case RuntimeException wrapped when isPassing(wrapped) ->
          infrastructure(jobId, "io", String.valueOf(wrapped.getCause()), thrown);
      default -> defect(jobId, thrown);
    };
  }

  /**
   * Whether the same work may succeed later: the disk, the network or the memory failed, here or
   * under the database.
   */
  static boolean isPassing(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobFailure) {
        return false;
      }
      if (cause instanceof IOException
          || cause instanceof OutOfMemoryError
          || (cause instanceof SQLException sql && isShortage(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the database went away: then there is nothing wrong with the job. */
  static boolean isConnectionLoss(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || (cause instanceof SQLException sql && isConnectionState(sql.getSQLState()))) {
        return true;
      }
      // A rollback over a broken connection fails as well, and hides why there was one. What the
      // pool itself refuses has no state.
      if (cause instanceof TransactionException
          && cause.getCause() instanceof SQLException sql
          && sql.getSQLState() == null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Class 40 is a transaction that was rolled back for another's sake, 53 a full disk or too little
   * memory, 58 an error of the server's system (PostgreSQL 18, appendix A).
   */
  private static boolean isShortage(@Nullable String state) {
    return state != null && state.matches("(40|53|58).{3}");
  }

  /** Class 08 is a connection exception, 57P a server that shuts down or starts. */
  private static boolean isConnectionState(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private static Job.Failure infrastructure(
      String jobId, String code, String detail, Throwable thrown) {
    log.warn("Job {} failed: {}", jobId, detail, thrown);
    return new Job.Failure(code, Blame.INFRASTRUCTURE, detail);
  }

  private static Job.Failure defect(String jobId, Throwable thrown) {
    String correlation = Objects.toString(UUID.randomUUID());
    log.error("Job {} failed, correlation id {}", jobId, correlation, thrown);
    return new Job.Failure(
        "defect", Blame.DEFECT, "An unexpected error; correlation id " + correlation);
  }
}
