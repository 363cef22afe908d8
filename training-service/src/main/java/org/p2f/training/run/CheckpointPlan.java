package org.p2f.training.run;

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

  /** Whether the checkpoint after that many steps remains as an artifact. */
  public boolean isSnapshot(long step) {
    return keepEverySteps != null && step % keepEverySteps == 0;
  }
}
