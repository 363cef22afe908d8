package org.p2f.training.run.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sweep and the ids of its runs. */
@Entity
@Table(name = "training_sweep")
class TrainingSweepRow {
  @Id private String id = "";

  private String name = "";

  private String project = "";

  @Column(name = "created_at")
  private Instant createdAt = Instant.EPOCH;

  @Column(name = "deletion_id", insertable = false, updatable = false)
  private @Nullable String deletionId;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "training_sweep_run", joinColumns = @JoinColumn(name = "sweep_id"))
  @OrderColumn(name = "ordinal")
  @Column(name = "run_id")
  private List<String> runIds = new ArrayList<>();

  /** For Hibernate. */
  protected TrainingSweepRow() {}

  TrainingSweepRow(TrainingSweeps.Sweep sweep) {
    this.id = sweep.id();
    this.name = sweep.name();
    this.project = sweep.project();
    this.createdAt = sweep.createdAt();
    this.runIds = new ArrayList<>(sweep.runIds());
  }

  TrainingSweeps.Sweep toSweep() {
    // Runs that were erased leave gaps.
    return new TrainingSweeps.Sweep(
        id, name, runIds.stream().filter(Objects::nonNull).toList(), project, createdAt);
  }
}
