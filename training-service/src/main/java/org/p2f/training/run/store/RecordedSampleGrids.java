package org.p2f.training.run.store;

import java.util.List;
import java.util.Optional;
import org.p2f.training.run.SampleGrid;
import org.p2f.training.run.SampleGrids;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Pictures of some kilobytes each in Postgres. */
@Component
class RecordedSampleGrids implements SampleGrids {
  private final TrainingSampleRows rows;

  RecordedSampleGrids(TrainingSampleRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void record(String runId, SampleGrid grid, byte[] png) {
    rows.save(new TrainingSampleRow(runId, grid, png));
  }

  @Override
  @Transactional(readOnly = true)
  public boolean has(String runId, long step) {
    return rows.existsById(new TrainingSampleRow.Key(runId, step));
  }

  @Override
  @Transactional(readOnly = true)
  public List<SampleGrid> list(String runId) {
    return rows.findOfRun(runId);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<byte[]> picture(String runId, long step) {
    return rows.findById(new TrainingSampleRow.Key(runId, step)).map(TrainingSampleRow::picture);
  }
}
