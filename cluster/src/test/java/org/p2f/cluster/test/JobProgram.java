package org.p2f.cluster.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * there for a file called {@code go}.
 */
public final class JobProgram {
  private JobProgram() {}

  public static void main(String... arguments) {
    new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE).run(arguments);
  }

  /** The process that ran a job last. */
  public static long ranBy(Path folder, String job) throws Exception {
    return Long.parseLong(Files.readAllLines(folder.resolve(job)).getLast());
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
      while (!Files.exists(folder.resolve("go")) && job.stop() == JobExecution.Stop.NONE) {
        Thread.sleep(50);
      }
      if (Files.exists(folder.resolve("go"))) {
        var draft = job.draft(ArtifactKind.REPORT);
        Files.writeString(draft.file("note.txt", "text/plain"), job.jobId());
        job.result(draft);
      }
    }
  }
}
