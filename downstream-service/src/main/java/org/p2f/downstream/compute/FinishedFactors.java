package org.p2f.downstream.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Results of factors that are done, in a job's workspace; each file is whole or absent. */
@Component
final class FinishedFactors {
  private final JsonMapper json;

  FinishedFactors(JsonMapper json) {
    this.json = json;
  }

  <T> Optional<T> find(Path workspace, int factor, Class<T> type) {
    var file = file(workspace, factor);
    return Files.exists(file) ? Optional.of(json.readValue(file, type)) : Optional.empty();
  }

  void keep(Path workspace, int factor, Object result) throws IOException {
    var file = file(workspace, factor);
    var unfinished = file.resolveSibling(file.getFileName() + ".part");
    json.writeValue(unfinished, result);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path file(Path workspace, int factor) {
    return workspace.resolve("factor-%d.json".formatted(factor));
  }
}
