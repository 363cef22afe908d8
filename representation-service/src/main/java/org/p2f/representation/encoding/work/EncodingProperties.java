package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.List;
import org.p2f.catalog.settings.Settings;
import org.p2f.spec.network.PrecisionChoice;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param precision in which callers' images are encoded; float32 repeats training's codes, bfloat16
 *     is faster on some machines, auto measures each model
 * @param bfloat16Bound how far bfloat16 codes of a model's reference images may be off its float32
 *     ones, as a share of the largest; a model further off is served in float32 or, where bfloat16
 *     is asked for, not at all
 * @param queueRows rows (an image at a time) that may wait; more is refused
 * @param queueCalls calls that may wait; more is refused. As each has its share of a batch, a small
 *     call waits no longer than so many rows take and the batch that runs: raise it for many
 *     callers who would rather wait than ask again
 * @param batchRows most rows computed at once, a power of two; a model that is found to be faster
 *     with fewer, when it is loaded, gets fewer
 * @param deadline how long a caller waits at most
 * @param cache memory for codes that were computed lately; 0 keeps none
 * @param preload models that are loaded before the service is ready, by id
 * @param models models kept loaded
 * @param modelMemory weights kept loaded, in all; the newest model is kept however large it is
 * @param stallLimit a batch that takes longer, and far longer than a full one does, means that the
 *     engine hangs; it is then replaced
 */
@ConfigurationProperties("p2f.encoding")
record EncodingProperties(
    @DefaultValue("float32") PrecisionChoice precision,
    @DefaultValue("0.02") double bfloat16Bound,
    @DefaultValue("131072") int queueRows,
    @DefaultValue("128") int queueCalls,
    @DefaultValue("128") int batchRows,
    @DefaultValue("60s") Duration deadline,
    @DefaultValue("64MB") DataSize cache,
    @DefaultValue List<String> preload,
    @DefaultValue("4") int models,
    @DefaultValue("1GB") DataSize modelMemory,
    @DefaultValue("10s") Duration stallLimit) {
  EncodingProperties {
    preload = List.copyOf(preload);
    new Settings("p2f.encoding")
        .require(
            bfloat16Bound > 0 && bfloat16Bound < 1,
            "bfloat16-bound",
            "above 0 and below 1",
            bfloat16Bound)
        .require(queueRows >= 1, "queue-rows", "positive", queueRows)
        .require(queueCalls >= 1, "queue-calls", "positive", queueCalls)
        .require(
            batchRows >= 1 && Integer.bitCount(batchRows) == 1,
            "batch-rows",
            "a power of two",
            batchRows)
        .requirePositive(deadline, "deadline")
        .require(cache.toBytes() >= 0, "cache", "at least 0", cache)
        .require(models >= 1, "models", "positive", models)
        .require(modelMemory.toBytes() >= 1, "model-memory", "positive", modelMemory)
        .requirePositive(stallLimit, "stall-limit");
  }

  /**
   * Calls that may wait for models being loaded: half of those that may wait in the queue, where
   * they arrive all at once, so that there is room for others.
   */
  int loadingCalls() {
    return Math.ceilDiv(queueCalls, 2);
  }
}
