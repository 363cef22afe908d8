package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.p2f.cluster.IndexedJobs;
import org.p2f.representation.encoding.work.ModelLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/**
 * One index of an extraction as a process of its own: it represents its shards and ends. It answers
 * no requests and takes no jobs. No scan of the service finds it.
 */
@EnableAutoConfiguration
@Import({Extractions.class, ModelLoader.class, IndexRun.class})
public class IndexProcess {
  /** Exit status of a process that may succeed when it is tried again. */
  private static final int PASSING = 1;

  private static final Logger log = LoggerFactory.getLogger(IndexProcess.class);

  @Bean
  static IndexSettings settings(Environment environment) {
    return IndexSettings.of(environment);
  }

  /** Whether this process is to be one, by its environment. */
  public static boolean isAsked(Map<String, String> environment) {
    return environment.containsKey(IndexSettings.JOB);
  }

  /** Does all that the process is for, and ends it. */
  public static void main(String... arguments) {
    int status = PASSING;
    try {
      status = run(arguments);
    } catch (RuntimeException | Error e) {
      log.error("The process of an index failed", e);
    } finally {
      System.exit(status); // whatever threads libraries have left
    }
  }

  private static int run(String... arguments) {
    try (var context =
        new SpringApplicationBuilder(IndexProcess.class)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true) // most of it is for what answers requests
            .properties("p2f.worker.enabled=false", "spring.main.banner-mode=off")
            .run(arguments)) {
      try {
        context.getBean(IndexRun.class).run();
        return 0;
      } catch (IOException | RuntimeException e) {
        IndexFailure failure = IndexFailure.of(e);
        var settings = context.getBean(IndexSettings.class);
        log.error("Index {} of job {} failed", settings.number(), settings.job(), e);
        tell(context.getBean(JsonMapper.class).writeValueAsString(failure), settings.message());
        return failure.passes() ? PASSING : IndexedJobs.FINAL;
      }
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
