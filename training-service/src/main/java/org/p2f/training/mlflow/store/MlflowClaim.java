package org.p2f.training.mlflow.store;

import org.jspecify.annotations.Nullable;

/**
 * A run that one worker has for a while, and what its tracking server has been told of it.
 *
 * @param number of the taking; what a worker writes later is refused once another has the run
 * @param mlflowId its id there; null until it is there with its parameters
 * @param artifacts where its artifacts are put, below the server's artifact API; null where the
 *     server takes none
 * @param step measures up to it have been batched
 * @param probeStep probes and held-out losses up to it have been batched
 * @param pictureStep pictures up to it are there
 * @param batch points on their way, a JSON array; null for none
 * @param failures since the last success
 */
public record MlflowClaim(
    String runId,
    long number,
    @Nullable String mlflowId,
    @Nullable String artifacts,
    long step,
    long probeStep,
    long pictureStep,
    @Nullable String batch,
    int failures) {}
