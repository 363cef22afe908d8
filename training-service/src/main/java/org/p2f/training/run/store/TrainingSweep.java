package org.p2f.training.run.store;

import java.time.Instant;
import java.util.List;

/**
 * Training runs that were asked for together.
 *
 * @param runIds in the order of sizes, and of seeds within a size
 * @param project that it is in, with its runs
 */
public record TrainingSweep(
    String id, String name, List<String> runIds, String project, Instant createdAt) {
  public TrainingSweep {
    runIds = List.copyOf(runIds);
  }
}
