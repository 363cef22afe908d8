package org.p2f.representation.reconstruction;

import java.time.Duration;

/** Why images are not made. */
public sealed interface ReconstructionRefusal {

  /** The model's files do not fit each other. */
  record Unfit(String modelId, String reason) implements ReconstructionRefusal {}

  /** An image has values that are not finite. */
  record NotFinite(String modelId, double t) implements ReconstructionRefusal {}

  /**
   * As many calls as may wait are waiting.
   *
   * @param retryAfter when there may be room
   */
  record QueueFull(int waiting, Duration retryAfter) implements ReconstructionRefusal {}

  /** The images were not made in time. */
  record TooLate(Duration limit) implements ReconstructionRefusal {}

  /** The service is about to end. */
  record Draining() implements ReconstructionRefusal {}
}
