package org.p2f.catalog.job;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a job's event log.
 *
 * @param sequence rises within a job; the SSE event id. Progress takes the place of the progress
 *     before it, so numbers may be missing
 * @param type {@code state}, {@code phase}, {@code progress}, {@code artifact} or a type of the
 *     handler's own
 */
public record JobEvent(long sequence, String type, JsonNode data, Instant at) {}
