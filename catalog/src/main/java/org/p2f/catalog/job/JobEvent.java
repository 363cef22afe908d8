package org.p2f.catalog.job;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One entry of a job's event log.
 *
 * @param sequence rises by one within a job; the SSE event id
 * @param type {@code state}, {@code phase}, {@code progress} or a type of the handler's own
 */
public record JobEvent(long sequence, String type, JsonNode data, Instant at) {}
