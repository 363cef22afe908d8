package org.p2f.cluster.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A service without a web whose jobs note who ran them in a folder that their plan names, and wait
 * there for a file called {@code go}. Of one that is given up, what it left in its workspace is
 * kept.
 */
public final class JobProgram {
  private JobProgram() {}

  public static void main(String... arguments) {
    new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE).run(arguments);
  }

  /** The file of what a job has done so far. */
  public static final String HALF = "half.txt";

  /** The process that ran a job last. */
  public static long ranBy(Path folder, String job) {
    try {
      return Long.parseLong(Files.readAllLines(folder.resolve(job)).getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Service {
    @Bean
    JobHandler note() {
      return new Note();
    }
  }

  /** The handler. */
  public static final class Note implements JobHandler {
    @Override
    public String kind() {
      return "note";
    }

    @Override
    public void run(JobExecution job) throws Exception {
      Path folder = Path.of(job.plan().get("folder").asString());
      Files.writeString(
          folder.resolve(job.jobId()),
          ProcessHandle.current().pid() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Files.writeString(job.workspace().resolve(HALF), "half of " + job.jobId());
      while (!Files.exists(folder.resolve("go")) && job.stop() == JobExecution.Stop.NONE) {
        Thread.sleep(50);
      }
      if (Files.exists(folder.resolve("go"))) {
        var draft = job.draft(ArtifactKind.REPORT);
        Files.writeString(draft.file("note.txt", "text/plain"), job.jobId());
        job.result(draft);
      }
    }

    @Override
    public Optional<String> salvage(JobExecution job) throws Exception {
      Path half = job.workspace().resolve(HALF);
      if (!Files.exists(half)) {
        return Optional.empty();
      }
      var draft = job.draft(ArtifactKind.CHECKPOINT);
      Files.copy(half, draft.file(HALF, "text/plain"));
      return Optional.of("Go on from " + job.publish(draft).id());
    }
  }
}
