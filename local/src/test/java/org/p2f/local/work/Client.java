package org.p2f.local.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Has jobs done one after another, each on what those before made. */
public final class Client {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

  private final Api api;
  private final Map<String, String> made = new HashMap<>();

  public Client(Api api) {
    this.api = api;
  }

  /**
   * Asks for it until it is accepted, and waits for its end.
   *
   * @param key of this piece of work among those of its kind
   */
  public Outcome done(Work work, String key) throws IOException, InterruptedException {
    var started = api.post(work.path(), work.body(made), work.kind() + " " + key);
    var id = (started.has("job") ? started.path("job") : started).path("id").asText();
    var path = (work.isStudy() ? "/v1/studies/" : "/v1/jobs/") + id;
    var until = System.nanoTime() + PATIENCE.toNanos();
    JsonNode thing;
    do {
      Thread.sleep(50);
      thing = api.get(path);
    } while (!FINAL.contains(thing.path("state").asText()) && System.nanoTime() < until);
    return Outcome.of(work, thing, api);
  }

  /** What that job made is what the next ones work on. */
  public void keep(Outcome outcome) throws IOException, InterruptedException {
    for (var id : api.get("/v1/jobs/" + outcome.thing().path("id").asText()).path("artifacts")) {
      var kind = api.get("/v1/artifacts/" + id.asText()).path("kind").asText();
      made.put(kind.toUpperCase(Locale.ROOT), id.asText());
    }
  }

  /**
   * @param kind of an artifact that was kept, in capitals
   */
  public String made(String kind) {
    return made.getOrDefault(kind, "");
  }

  /** Artifacts' files that are not what was recorded of them. */
  public List<String> damaged() throws IOException, InterruptedException {
    List<String> damaged = new ArrayList<>();
    for (var artifact : api.all("/v1/artifacts")) {
      damaged.addAll(Outcome.damaged(artifact, api));
    }
    return damaged;
  }
}
