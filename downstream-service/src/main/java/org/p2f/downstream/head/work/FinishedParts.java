package org.p2f.downstream.head.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.catalog.storage.WholeFiles;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/** Results of a job's parts that are done, in its workspace; each file is whole or absent. */
@Component
public final class FinishedParts {
  private static final Pattern PART = Pattern.compile("part-\\d+\\.json");

  private final JsonMapper json;

  FinishedParts(JsonMapper json) {
    this.json = json;
  }

  /**
   * @return empty if the part is not done, or a release that wrote it otherwise did it
   */
  public <T> Optional<T> find(JobWorkspace job, int part, Class<T> type) {
    var file = file(job, part);
    try {
      return Files.exists(file) ? Optional.of(json.readValue(file, type)) : Optional.empty();
    } catch (DatabindException otherwise) {
      return Optional.empty();
    }
  }

  public void keep(JobWorkspace job, int part, Object result) {
    var file = file(job, part);
    try {
      WholeFiles.write(file, unfinished -> json.writeValue(unfinished, result));
      job.keep(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isThere(JobWorkspace job, int part) {
    return Files.exists(file(job, part));
  }

  /** Whether a part's result is in a workspace's file of that name. */
  public static boolean isPart(String name) {
    return PART.matcher(name).matches();
  }

  private static Path file(JobWorkspace job, int part) {
    return job.workspace().resolve("part-%d.json".formatted(part));
  }
}
