package org.p2f.training.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.catalog.storage.WholeFiles;

/** Results of a job, batch by batch, in its workspace: what is there need not be done again. */
public record FinishedBatches(JobWorkspace job) {

  public Optional<Path> find(int batch) {
    Path file = file(batch);
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  /** The whole file appears at once or not at all. */
  public void write(int batch, byte[] content) throws IOException {
    Path file = file(batch);
    WholeFiles.write(file, unfinished -> Files.write(unfinished, content));
    job.keep(file);
  }

  public byte[] read(int batch) throws IOException {
    return Files.readAllBytes(file(batch));
  }

  private Path file(int batch) {
    return job.workspace().resolve("batch-%06d".formatted(batch));
  }
}
