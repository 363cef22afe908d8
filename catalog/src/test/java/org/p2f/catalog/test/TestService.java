package org.p2f.catalog.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A service without a web: the catalog, some handlers, and a database. */
public final class TestService implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private TestService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Describes the process to start. */
  public static final class Builder {
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<JobHandler> handlers = new ArrayList<>();
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    public Builder property(String key, Object value) {
      properties.put(key, value);
      return this;
    }

    public Builder properties(Map<String, String> more) {
      properties.putAll(more);
      return this;
    }

    public Builder handler(JobHandler handler) {
      handlers.add(handler);
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    public TestService start() {
      ApplicationContextInitializer<GenericApplicationContext> beans =
          context -> {
            context.registerBean(Clock.class, () -> clock);
            for (JobHandler handler : handlers) {
              context.registerBean(handler.kind(), JobHandler.class, () -> handler);
            }
          };
      return new TestService(
          new SpringApplicationBuilder(Service.class)
              .web(WebApplicationType.NONE)
              .bannerMode(Banner.Mode.OFF)
              .registerShutdownHook(false)
              .initializers(beans)
              .run(
                  properties.entrySet().stream()
                      .map(property -> "--" + property.getKey() + "=" + property.getValue())
                      .toArray(String[]::new)));
    }
  }

  /** A training service with its store and workspaces under one directory. */
  public static Builder on(PostgresFixture.Database database, Path directory) {
    return new Builder()
        .property("p2f.catalog.service", "training")
        .property("p2f.store.root", directory.resolve("store").toString())
        .property("p2f.workspace.root", directory.resolve("work").toString())
        .property("spring.datasource.url", database.url())
        .property("spring.datasource.username", database.username())
        .property("spring.datasource.password", database.password());
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> Collection<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  public Jobs jobs() {
    return bean(Jobs.class);
  }

  public Artifacts artifacts() {
    return bean(Artifacts.class);
  }

  public Job job(String id) {
    return jobs().find(id).orElseThrow();
  }

  /** Submits a job without inputs or a key. */
  public Job submit(String kind, String plan) {
    return jobs()
        .submit(new JobSubmission(kind, JsonMapper.shared().readTree(plan), List.of(), null, null));
  }

  /** Waits for the end of a job. */
  public Job await(String id) {
    return Waiting.until("job %s ends".formatted(id), () -> job(id), job -> job.state().isFinal());
  }

  @Override
  public void close() {
    context.close();
  }

  /** Writes a text file. */
  public static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Service {}
}
