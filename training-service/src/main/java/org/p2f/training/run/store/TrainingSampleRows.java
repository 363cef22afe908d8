package org.p2f.training.run.store;

import java.util.List;
import java.util.Optional;
import org.p2f.training.run.SampleGrid;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_sample}. */
interface TrainingSampleRows extends Repository<TrainingSampleRow, TrainingSampleRow.Key> {

  /** Inserts or replaces. */
  TrainingSampleRow save(TrainingSampleRow row);

  boolean existsById(TrainingSampleRow.Key key);

  Optional<TrainingSampleRow> findById(TrainingSampleRow.Key key);

  /** Without the pictures themselves. */
  @Query(
      "select new org.p2f.training.run.SampleGrid(s.key.step, s.seconds)"
          + " from TrainingSampleRow s where s.key.runId = :runId order by s.key.step")
  List<SampleGrid> findOfRun(String runId);
}
