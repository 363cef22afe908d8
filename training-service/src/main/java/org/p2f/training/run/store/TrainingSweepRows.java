package org.p2f.training.run.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_sweep}. */
interface TrainingSweepRows extends Repository<TrainingSweepRow, String> {

  TrainingSweepRow save(TrainingSweepRow row);

  Optional<TrainingSweepRow> findByIdAndDeletionIdIsNull(String id);

  @Query(
      "select s from TrainingSweepRow s where s.deletionId is null and :runId member of s.runIds")
  Optional<TrainingSweepRow> findByRun(String runId);

  /** Ids sort by time. */
  @Query(
      """
      select s from TrainingSweepRow s
      where s.id < :id and s.deletionId is null
        and (:everywhere = true or s.project in :projects)
      order by s.id desc
      """)
  List<TrainingSweepRow> findBefore(
      String id, boolean everywhere, Collection<String> projects, Limit limit);
}
