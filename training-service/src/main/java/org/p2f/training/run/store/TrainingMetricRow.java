package org.p2f.training.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of one run. Written by a statement of its own; see {@link TrainingMetricRows}. */
@Entity
@SuppressWarnings("unused") // fields are named in queries, and checked against the table at start
@Table(name = "training_metric")
class TrainingMetricRow {

  /** Which step of which run. */
  @Embeddable
  record Key(@Column(name = "run_id") String runId, long step) implements Serializable {}

  @EmbeddedId private @Nullable Key key;

  private double loss;

  @Column(name = "score_loss")
  private @Nullable Double scoreLoss;

  @Column(name = "latent_penalty")
  private @Nullable Double latentPenalty;

  @Column(name = "reconstruction_loss", nullable = false)
  private double reconstructionLoss;

  @Column(name = "gradient_norm")
  private @Nullable Double gradientNorm;

  @Column(name = "learning_rate")
  private @Nullable Double learningRate;

  @Column(name = "images_per_second")
  private @Nullable Double imagesPerSecond;

  @Column(name = "average_decay")
  private @Nullable Double averageDecay;

  @Column(name = "data_wait")
  private @Nullable Double dataWait;

  @Column(name = "memory_bytes")
  private @Nullable Long memoryBytes;

  @Column(name = "recorded_at", nullable = false)
  private @Nullable Instant recordedAt;

  /** For Hibernate. */
  protected TrainingMetricRow() {}
}
