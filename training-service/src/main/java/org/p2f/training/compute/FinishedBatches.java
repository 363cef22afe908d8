package org.p2f.training.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Results of a job, batch by batch, in its workspace: what is there need not be done again. */
record FinishedBatches(Path workspace) {

  Optional<Path> find(int batch) {
    Path file = file(batch);
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  /** The whole file appears at once or not at all. */
  void write(int batch, byte[] content) throws IOException {
    Path unfinished = workspace.resolve("batch-%06d.part".formatted(batch));
    Files.write(unfinished, content);
    Files.move(unfinished, file(batch), StandardCopyOption.ATOMIC_MOVE);
  }

  byte[] read(int batch) throws IOException {
    return Files.readAllBytes(file(batch));
  }

  private Path file(int batch) {
    return workspace.resolve("batch-%06d".formatted(batch));
  }
}
