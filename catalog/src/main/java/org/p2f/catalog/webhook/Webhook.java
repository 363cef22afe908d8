package org.p2f.catalog.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of ended work.
 *
 * @param outcomes of which he is told; empty for all
 * @param kinds of jobs of which he is told, {@value EndedWork#STUDY} among them; empty for all
 * @param secret with which what is sent is signed
 * @param owner the subject of who registered it
 * @param project of whose work he is told
 */
public record Webhook(
    String id,
    URI url,
    List<Outcome> outcomes,
    List<String> kinds,
    Secret secret,
    @Nullable String owner,
    String project,
    Instant createdAt) {
  public Webhook {
    outcomes = List.copyOf(outcomes);
    kinds = List.copyOf(kinds);
  }
}
