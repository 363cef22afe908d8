package org.p2f.representation.compute;

import java.time.Duration;
import org.p2f.representation.domain.Precision;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param precision in which callers' images are encoded; float32 repeats training's codes, bfloat16
 *     is faster on some machines and right to about three digits
 * @param queueRows rows (an image at a time) that may wait; more is refused. A lower bound answers
 *     sooner, a higher one refuses less
 * @param batchRows most rows computed at once, a power of two
 * @param deadline how long a caller waits at most
 * @param models models kept loaded
 * @param modelMemory weights kept loaded, in all; the newest model is kept however large it is
 * @param stallLimit a batch that takes longer means that the batch loop hangs
 */
@ConfigurationProperties("p2f.encoding")
record EncodingProperties(
    @DefaultValue("float32") Precision precision,
    @DefaultValue("131072") int queueRows,
    @DefaultValue("128") int batchRows,
    @DefaultValue("60s") Duration deadline,
    @DefaultValue("4") int models,
    @DefaultValue("1GB") DataSize modelMemory,
    @DefaultValue("2m") Duration stallLimit) {
  EncodingProperties {
    require(queueRows >= 1, "queue-rows", "positive", queueRows);
    require(
        batchRows >= 1 && Integer.bitCount(batchRows) == 1,
        "batch-rows",
        "a power of two",
        batchRows);
    require(deadline.toMillis() > 0, "deadline", "positive", deadline);
    require(models >= 1, "models", "positive", models);
    require(modelMemory.toBytes() >= 1, "model-memory", "positive", modelMemory);
    require(stallLimit.toMillis() > 0, "stall-limit", "positive", stallLimit);
  }

  private static void require(boolean holds, String key, String need, Object got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "p2f.encoding.%s must be %s, is %s".formatted(key, need, got));
    }
  }
}
