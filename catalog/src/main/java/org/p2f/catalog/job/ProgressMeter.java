package org.p2f.catalog.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Reckons rate and time to the end from what was reported over the recent past. */
final class ProgressMeter {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration SPACING = Duration.ofMillis(200);
  private static final double MILLIS_PER_SECOND = 1000;

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /** Forgets the past: another phase has another speed. */
  void reset() {
    samples.clear();
  }

  Progress report(Instant now, double fraction, @Nullable Long done, @Nullable String unit) {
    if (!(fraction >= 0 && fraction <= 1)) { // also refuses NaN
      throw new IllegalArgumentException("Need 0 <= fraction <= 1, got " + fraction);
    }
    var sample = new Sample(now, fraction, done);
    if (!samples.isEmpty() && samples.getLast().isAhead(sample)) {
      reset();
    }
    if (samples.isEmpty() || samples.getLast().millisTo(sample) >= SPACING.toMillis()) {
      samples.addLast(sample);
    }
    while (samples.getFirst().millisTo(sample) > WINDOW.toMillis()) {
      samples.removeFirst();
    }
    return samples.getFirst().progressTo(sample, unit);
  }

  private record Sample(Instant at, double fraction, @Nullable Long done) {

    long millisTo(Sample later) {
      return Duration.between(at, later.at).toMillis();
    }

    boolean isAhead(Sample later) {
      return later.fraction < fraction || (done != null && later.done != null && later.done < done);
    }

    Progress progressTo(Sample later, @Nullable String unit) {
      long millis = millisTo(later);
      if (millis <= 0) {
        return new Progress(later.fraction, null, null, null);
      }
      Double rate =
          done == null || later.done == null || unit == null
              ? null
              : (later.done - done) * MILLIS_PER_SECOND / millis;
      double gained = later.fraction - fraction;
      Duration eta =
          gained > 0 ? Duration.ofMillis((long) ((1 - later.fraction) / gained * millis)) : null;
      return new Progress(later.fraction, rate, rate == null ? null : unit, eta);
    }
  }
}
