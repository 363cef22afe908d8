package org.p2f.catalog.job;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface IdempotencyKeyRows extends Repository<IdempotencyKeyRow, IdempotencyKeyRow.Key> {

  Optional<IdempotencyKeyRow> findById(IdempotencyKeyRow.Key key);

  /** From here to the end of the transaction, no statement waits longer for another's lock. */
  @NativeQuery("select set_config('lock_timeout', :milliseconds, true)")
  String limitLockWait(String milliseconds);

  /**
   * Waits for a transaction that is inserting the same key.
   *
   * @return 1, or 0 if the key was there
   */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into idempotency_key (service, subject, key, body_sha256, job_id, created_at)
          values (:service, :subject, :key, :body, :jobId, :now) on conflict do nothing
          """)
  int insert(String service, String subject, String key, String body, String jobId, Instant now);
}
