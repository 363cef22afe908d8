package org.p2f.kit.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves the catalog and all that serves it out, where {@code sample.database} is false. */
public final class NoDatabase implements AutoConfigurationImportFilter, EnvironmentAware {
  private static final List<String> DATABASE =
      List.of(
          "org.p2f.catalog.",
          "org.springframework.boot.jdbc.",
          "org.springframework.boot.flyway.",
          "org.springframework.boot.hibernate.",
          "org.springframework.boot.data.jpa.",
          "com.github.kagkarlsson.");

  private boolean wanted = true;

  @Override
  public void setEnvironment(Environment environment) {
    wanted = environment.getProperty("sample.database", Boolean.class, true);
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    boolean[] matches = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = String.valueOf(names[i]);
      matches[i] = wanted || DATABASE.stream().noneMatch(name::startsWith);
    }
    return matches;
  }
}
