package org.p2f.training.domain;

import java.time.Instant;
import java.util.List;

/**
 * Training runs that were asked for together.
 *
 * @param runIds in the order of sizes, and of seeds within a size
 */
public record TrainingSweep(String id, String name, List<String> runIds, Instant createdAt) {
  public TrainingSweep {
    runIds = List.copyOf(runIds);
  }
}
