package org.p2f.training.run.store;

import java.util.List;
import org.p2f.training.run.ProbePoint;
import org.p2f.training.run.TrainingProbes;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Probes in Postgres. */
@Component
class RecordedProbes implements TrainingProbes {
  private final TrainingProbeRows rows;

  RecordedProbes(TrainingProbeRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void record(String runId, List<ProbePoint> points) {
    rows.saveAll(points.stream().map(point -> new TrainingProbeRow(runId, point)).toList());
  }

  @Override
  @Transactional(readOnly = true)
  public List<ProbePoint> read(String runId) {
    return rows.findOfRun(runId).stream().map(TrainingProbeRow::toPoint).toList();
  }
}
