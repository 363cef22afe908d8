package org.p2f.training.mlflow.work;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.p2f.training.mlflow.store.MlflowRuns;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run that this worker has, and its server. Before each call it is held for as long as that may
 * take, so that two workers never tell of one run at once.
 */
final class HeldRun {
  /** Beyond the time that a call may take: for what is before and after it. */
  static final Duration MARGIN = Duration.ofSeconds(20);

  private final MlflowRuns.Claim claim;
  private final MlflowRuns runs;
  private final MlflowServer server;
  private final Clock clock;

  HeldRun(MlflowRuns.Claim claim, MlflowRuns runs, MlflowServer server, Clock clock) {
    this.claim = claim;
    this.runs = runs;
    this.server = server;
    this.clock = clock;
  }

  /** Calls an operation. */
  JsonNode post(String operation, JsonNode body) {
    hold(0);
    return server.post(operation, body);
  }

  /** Calls an operation that changes nothing. */
  JsonNode get(String operation, String parameter, String value) {
    hold(0);
    return server.get(operation, parameter, value);
  }

  /** Puts a file among the run's artifacts. */
  void put(String path, Path file, long bytes) {
    hold(bytes);
    server.put(path, file);
  }

  /** Puts a file among the run's artifacts. */
  void put(String path, byte[] file) {
    hold(file.length);
    server.put(path, file);
  }

  private void hold(long bytes) {
    runs.hold(claim, clock.instant().plus(server.uploadTime(bytes)).plus(MARGIN));
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
