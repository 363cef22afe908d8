package org.p2f.catalog.job;

import jakarta.persistence.Embeddable;
import java.time.Instant;

@Embeddable
record PhaseRow(String name, Instant startedAt) {
  Job.PhaseStart toPhaseStart() {
    return new Job.PhaseStart(name, startedAt);
  }
}
