package org.p2f.representation.reconstruction.work;

import java.time.Duration;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param models score networks and decoders kept loaded
 * @param idle how long one is kept that nobody asks for
 * @param queueCalls calls that may wait; more are refused
 * @param batchRows most images made at once
 * @param deadline how long a caller waits at most
 */
@ConfigurationProperties("p2f.reconstruction")
record ReconstructionProperties(
    @DefaultValue("2") int models,
    @DefaultValue("10m") Duration idle,
    @DefaultValue("16") int queueCalls,
    @DefaultValue("32") int batchRows,
    @DefaultValue("60s") Duration deadline) {
  ReconstructionProperties {
    new Settings("p2f.reconstruction")
        .require(models >= 1, "models", "positive", models)
        .requirePositive(idle, "idle")
        .require(queueCalls >= 1, "queue-calls", "positive", queueCalls)
        .require(batchRows >= 1, "batch-rows", "positive", batchRows)
        .requirePositive(deadline, "deadline");
  }
}
