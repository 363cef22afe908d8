package org.p2f.training.run.store;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Statements on {@code held_out_loss}. */
interface HeldOutLossRows extends Repository<HeldOutLossRow, HeldOutLossRow.Key> {

  /** Inserts or replaces. */
  List<HeldOutLossRow> saveAll(Iterable<HeldOutLossRow> rows);

  @Query("select h from HeldOutLossRow h where h.key.runId = :runId order by h.key.step, h.key.t")
  List<HeldOutLossRow> findOfRun(String runId);
}
