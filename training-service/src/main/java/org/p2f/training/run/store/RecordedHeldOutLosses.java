package org.p2f.training.run.store;

import java.util.List;
import org.p2f.training.run.HeldOutLosses;
import org.p2f.training.run.HeldOutPoint;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Held-out losses in Postgres. */
@Component
class RecordedHeldOutLosses implements HeldOutLosses {
  private final HeldOutLossRows rows;

  RecordedHeldOutLosses(HeldOutLossRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void record(String runId, List<HeldOutPoint> points) {
    rows.saveAll(points.stream().map(point -> new HeldOutLossRow(runId, point)).toList());
  }

  @Override
  @Transactional(readOnly = true)
  public List<HeldOutPoint> read(String runId) {
    return rows.findOfRun(runId).stream().map(HeldOutLossRow::toPoint).toList();
  }
}
