package org.p2f.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.p2f.catalog.job.JobGroups;

/**
 * A cluster that runs the indexes of a piece of work side by side, each in a process of its own,
 * and one that failed again. What runs is found by the work's id, so that a worker that takes it
 * over finds what an earlier one has started.
 */
public interface IndexedJobs {
  /** The variable in which a process finds the number of its index, from 0. */
  String NUMBER = "P2F_INDEX_NUMBER";

  /** Exit status of a process that would fail the same way again: its index has failed for good. */
  int FINAL = JobGroups.FAILED;

  /**
   * Starts the indexes of a piece of work; does nothing if they have been started already.
   *
   * @throws IOException if the cluster cannot be asked
   */
  void start(Work work) throws IOException;

  /**
   * How far the indexes are.
   *
   * @throws IOException if the cluster cannot be asked
   */
  Look look(String id) throws IOException;

  /**
   * Ends the indexes wherever they run; does nothing if there are none.
   *
   * @throws IOException if the cluster cannot be asked
   */
  void delete(String id) throws IOException;

  /**
   * @param id by which it is found: at most 59 characters that a DNS label may have
   * @param indexes at least 1; each finds its own in {@link #NUMBER}
   * @param whole whether all are ended when one has failed for good; else the others go on
   * @param environment what all of them are told beside their number
   */
  record Work(String id, int indexes, boolean whole, Map<String, String> environment) {
    public Work {
      environment = Map.copyOf(environment);
      if (indexes < 1) {
        throw new IllegalArgumentException("No work has %d indexes".formatted(indexes));
      }
    }
  }

  /** What becomes of a piece of work. */
  enum State {
    /** Nothing was started, or it was removed by somebody. */
    MISSING,
    /** It is held back until a queue or an operator lets it begin. */
    SUSPENDED,
    RUNNING,
    SUCCEEDED,
    /** An index failed for good, and no other runs. */
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
   * @param failed those that failed for good, once the work is {@link State#FAILED}
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
