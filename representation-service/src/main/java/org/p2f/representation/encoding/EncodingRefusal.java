package org.p2f.representation.encoding;

import java.time.Duration;

/** Why pictures are not encoded. */
public sealed interface EncodingRefusal {

  /** The model's files are not what they should be, or do not reproduce its reference codes. */
  record Unfit(String modelId, String reason) implements EncodingRefusal {}

  /** A code has values that are not finite. */
  record NotFinite(String modelId) implements EncodingRefusal {}

  /**
   * As many calls or rows as may wait are waiting.
   *
   * @param waiting rows
   * @param retryAfter when there should be room
   */
  record QueueFull(int waiting, Duration retryAfter) implements EncodingRefusal {}

  /** The rows were not done in time. */
  record TooLate(Duration limit) implements EncodingRefusal {}

  /** The engine hung on the rows' batch and was replaced. */
  record Stalled() implements EncodingRefusal {}

  /** The engine has not computed anything yet. */
  record Starting() implements EncodingRefusal {}

  /** The model is being loaded, and as many calls as may wait for that do. */
  record Loading(String modelId) implements EncodingRefusal {}

  /** The service is about to end. */
  record Draining() implements EncodingRefusal {}
}
