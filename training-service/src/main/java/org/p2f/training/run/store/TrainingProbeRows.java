package org.p2f.training.run.store;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_probe}. */
interface TrainingProbeRows extends Repository<TrainingProbeRow, TrainingProbeRow.Key> {

  /** Inserts or replaces. */
  List<TrainingProbeRow> saveAll(Iterable<TrainingProbeRow> rows);

  @Query(
      "select p from TrainingProbeRow p where p.key.runId = :runId"
          + " order by p.key.step, p.key.t, p.key.factor")
  List<TrainingProbeRow> findOfRun(String runId);
}
