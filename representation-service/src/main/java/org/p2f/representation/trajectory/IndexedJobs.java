package org.p2f.representation.trajectory;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A cluster that runs the indexes of a job side by side, each in a process of its own, and one that
 * failed again. What runs for a job is found by the job's id, so that a worker that takes the job
 * over finds what an earlier one has started.
 */
public interface IndexedJobs {
  /** The variable in which a process finds the number of its index, from 0. */
  String NUMBER = "P2F_INDEX_NUMBER";

  /** Exit status of a process that would fail the same way again: its index has failed for good. */
  int FINAL = 3;

  /**
   * Whether an extraction of that many images is divided among indexes; if not, the worker does it
   * by itself.
   */
  boolean take(long images);

  /** Images that an index represents, the last one fewer; at least 1. */
  int imagesPerIndex();

  /**
   * Starts the indexes of a job; does nothing if they have been started already.
   *
   * @param indexes at least 1; each finds its own in {@link #NUMBER}
   * @param environment what all of them are told beside that
   * @throws IOException if the cluster cannot be asked
   */
  void start(String jobId, int indexes, Map<String, String> environment) throws IOException;

  /**
   * How far a job's indexes are.
   *
   * @throws IOException if the cluster cannot be asked
   */
  Look look(String jobId) throws IOException;

  /**
   * Ends the job's indexes wherever they run; does nothing if there are none.
   *
   * @throws IOException if the cluster cannot be asked
   */
  void delete(String jobId) throws IOException;

  /** What becomes of a job's indexes. */
  enum State {
    /** Nothing was started, or it was removed by somebody. */
    MISSING,
    /** They are held back until a queue or an operator lets them begin. */
    SUSPENDED,
    RUNNING,
    SUCCEEDED,
    /** An index failed for good, and the others were ended. */
    FAILED
  }

  /**
   * An index that failed for good.
   *
   * @param message what its last process said at its end; may be empty
   */
  record Failed(int index, String message) {}

  /**
   * @param succeeded indexes that have succeeded
   * @param failed those that failed for good
   */
  record Look(State state, int succeeded, List<Failed> failed) {
    public Look {
      failed = List.copyOf(failed);
      if (succeeded < 0) {
        throw new IllegalArgumentException("%d indexes cannot have succeeded".formatted(succeeded));
      }
    }
  }
}
