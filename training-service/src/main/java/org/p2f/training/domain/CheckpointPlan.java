package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a run saves what it needs to go on after a crash: whichever comes first.
 *
 * @param everySteps after that many steps
 * @param everySeconds after that much time
 * @param kept how many of them remain, the newest; two are needed to have one before a step that
 *     spoils the weights
 * @param keepEverySteps one after each so many steps remains as an artifact; null for none
 */
public record CheckpointPlan(
    long everySteps, long everySeconds, int kept, @Nullable Long keepEverySteps) {

  /** Of one run; each is about four times as large as its weights. */
  static final int MOST_SNAPSHOTS = 100;

  CheckpointPlan with(OperationWish wish) {
    @Nullable Long steps = wish.checkpointEverySteps();
    @Nullable Long seconds = wish.checkpointEverySeconds();
    @Nullable Integer keep = wish.checkpointsKept();
    return new CheckpointPlan(
        Objects.requireNonNullElse(steps, everySteps),
        Objects.requireNonNullElse(seconds, everySeconds),
        Objects.requireNonNullElse(keep, kept),
        wish.keepEverySteps());
  }

  /** Whether the checkpoint after that many steps remains as an artifact. */
  public boolean isSnapshot(long step) {
    return keepEverySteps != null && step % keepEverySteps == 0;
  }

  void requireConsistent(long steps, Contradictions contradictions) {
    if (keepEverySteps != null && keepEverySteps >= 1) {
      contradictions.unless(
          steps / keepEverySteps <= MOST_SNAPSHOTS,
          "keepEverySteps",
          "steps",
          "would keep %d checkpoints, at most %d are kept"
              .formatted(steps / keepEverySteps, MOST_SNAPSHOTS));
    }
  }
}
