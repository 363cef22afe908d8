package org.p2f.catalog.job;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface JobRows extends Repository<JobRow, String> {

  Optional<JobRow> findByIdAndService(String id, String service);

  Optional<JobRow> findByIdAndServiceAndDeletionIdIsNull(String id, String service);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select j from JobRow j where j.id = :id and j.service = :service")
  Optional<JobRow> lock(String id, String service);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select j from JobRow j where j.id = :id and j.attempt = :attempt")
  Optional<JobRow> lock(String id, int attempt);

  @Query("select j.state from JobRow j where j.id = :id and j.attempt = :attempt")
  Optional<JobState> findState(String id, int attempt);
}
