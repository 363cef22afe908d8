package org.p2f.training.run.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.Visible;
import org.p2f.catalog.persistence.Identifier;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All sweeps. */
@Component
public class TrainingSweeps {
  private static final String PREFIX = "swp";

  /** Behind all ids. */
  private static final String LAST = PREFIX + "-~";

  private final TrainingSweepRows rows;
  private final Clock clock;

  TrainingSweeps(TrainingSweepRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** Records a sweep of runs that exist. */
  @Transactional
  public Sweep add(String name, List<String> runIds) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var sweep =
        new Sweep(Identifier.next(PREFIX, now), name, runIds, Callers.current().project(), now);
    rows.save(new TrainingSweepRow(sweep));
    return sweep;
  }

  @Transactional(readOnly = true)
  public Optional<Sweep> find(String id) {
    return rows.findByIdAndDeletionIdIsNull(id)
        .map(TrainingSweepRow::toSweep)
        .filter(TrainingSweeps::isVisible);
  }

  /** The sweep that a run was started for. */
  @Transactional(readOnly = true)
  public Optional<Sweep> ofRun(String runId) {
    return rows.findByRun(runId).map(TrainingSweepRow::toSweep).filter(TrainingSweeps::isVisible);
  }

  /**
   * Newest first.
   *
   * @param before only those older than the sweep with that id; null to begin with the newest
   */
  @Transactional(readOnly = true)
  public List<Sweep> list(@Nullable String before, int limit) {
    var visible = Visible.now();
    return rows
        .findBefore(
            Objects.requireNonNullElse(before, LAST),
            visible.everywhere(),
            visible.projects(),
            Limit.of(limit))
        .stream()
        .map(TrainingSweepRow::toSweep)
        .toList();
  }

  private static boolean isVisible(Sweep sweep) {
    return Callers.current().sees(sweep.project());
  }

  /**
   * Training runs that were asked for together.
   *
   * @param runIds in the order of sizes, and of seeds within a size
   * @param project that it is in, with its runs
   */
  public record Sweep(
      String id, String name, List<String> runIds, String project, Instant createdAt) {
    public Sweep {
      runIds = List.copyOf(runIds);
    }
  }
}
