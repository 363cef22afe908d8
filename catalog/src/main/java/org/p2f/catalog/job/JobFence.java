package org.p2f.catalog.job;

import java.util.function.Function;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a worker's write pass only while its attempt is the job's last: locks the row, compares,
 * writes and commits in one transaction.
 */
class JobFence {
  private final JobRows rows;
  private final TransactionTemplate transaction;

  JobFence(JobRows rows, TransactionTemplate transaction) {
    this.rows = rows;
    this.transaction = transaction;
  }

  /**
   * @throws StaleAttempt if another attempt was made since, or the job was taken from this one
   */
  <T> T write(String jobId, int attempt, Function<JobRow, T> write) {
    return transaction.execute(
        status ->
            write.apply(
                rows.lock(jobId, attempt)
                    .filter(job -> job.state().isClaimed())
                    .orElseThrow(() -> new StaleAttempt(jobId, attempt))));
  }

  /**
   * Reads without locking.
   *
   * @return RUNNING or CANCELLING
   * @throws StaleAttempt as above
   */
  JobState read(String jobId, int attempt) {
    return transaction.execute(
        status ->
            rows.findState(jobId, attempt)
                .filter(JobState::isClaimed)
                .orElseThrow(() -> new StaleAttempt(jobId, attempt)));
  }
}
