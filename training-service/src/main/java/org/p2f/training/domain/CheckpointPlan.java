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
 */
public record CheckpointPlan(long everySteps, long everySeconds, int kept) {
  static final int FEWEST_KEPT = 2;
  static final int MOST_KEPT = 100;

  CheckpointPlan with(OperationWish wish) {
    @Nullable Long steps = wish.checkpointEverySteps();
    @Nullable Long seconds = wish.checkpointEverySeconds();
    @Nullable Integer keep = wish.checkpointsKept();
    return new CheckpointPlan(
        Objects.requireNonNullElse(steps, everySteps),
        Objects.requireNonNullElse(seconds, everySeconds),
        Objects.requireNonNullElse(keep, kept));
  }
}
