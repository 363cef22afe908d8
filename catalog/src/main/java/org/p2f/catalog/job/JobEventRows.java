package org.p2f.catalog.job;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface JobEventRows extends Repository<JobEventRow, JobEventRow.Key> {

  @Query(
      """
      select e from JobEventRow e where e.key.jobId = :jobId and e.key.sequence > :after
      order by e.key.sequence
      """)
  List<JobEventRow> findAfter(String jobId, long after, Limit limit);

  @Modifying
  @Query("delete from JobEventRow e where e.key.jobId = :jobId and e.type = 'progress'")
  void deleteProgress(String jobId);
}
