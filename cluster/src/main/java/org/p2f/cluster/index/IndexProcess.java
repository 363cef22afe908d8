package org.p2f.cluster.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.cluster.IndexedJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * One index of a job as a process of its own: it does its part and ends. It answers no requests and
 * takes no jobs.
 */
public final class IndexProcess {
  /** Exit status of a process that may succeed when it is tried again. */
  private static final int PASSING = 1;

  private static final Logger log = LoggerFactory.getLogger(IndexProcess.class);

  private IndexProcess() {}

  /** Whether this process is to be one, by its environment. */
  public static boolean isAsked(Map<String, String> environment) {
    return environment.containsKey(IndexSettings.JOB);
  }

  /**
   * Does all that the process is for, and ends it.
   *
   * @param configuration of an application whose only {@link IndexTask} is done
   */
  public static void main(Class<?> configuration, String... arguments) {
    int status = PASSING;
    try {
      status = run(configuration, arguments);
    } catch (RuntimeException | Error e) {
      log.error("The process of an index failed", e);
    } finally {
      System.exit(status); // whatever threads libraries have left
    }
  }

  private static int run(Class<?> configuration, String... arguments) {
    try (var context =
        new SpringApplicationBuilder(configuration)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true) // most of it is for what answers requests
            .properties("p2f.worker.enabled=false", "spring.main.banner-mode=off")
            .run(arguments)) {
      var settings = IndexSettings.of(context.getEnvironment());
      try {
        run(settings, context);
        return 0;
      } catch (IOException | RuntimeException e) {
        IndexFailure failure = IndexFailure.of(e);
        log.error("Index {} of job {} failed", settings.number(), settings.job(), e);
        tell(context.getBean(JsonMapper.class).writeValueAsString(failure), settings.message());
        return failure.passes() ? PASSING : IndexedJobs.FINAL;
      }
    }
  }

  private static void run(IndexSettings settings, ApplicationContext context) throws IOException {
    var task = context.getBean(IndexTask.class);
    try (var part =
        new IndexPart(
            settings,
            context.getBean(Jobs.class),
            context.getBean(WorkspaceFiles.class),
            task,
            context.getBean(Clock.class))) {
      task.run(part);
    }
  }

  private static void tell(String message, Path file) {
    if (Files.isWritable(file)) {
      try {
        Files.writeString(file, message);
      } catch (IOException e) {
        log.warn("Nobody is told why", e);
      }
    }
  }
}
