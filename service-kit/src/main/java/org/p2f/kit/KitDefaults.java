package org.p2f.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** Puts the kit's {@code p2f-defaults.properties} beneath every other source of configuration. */
final class KitDefaults implements EnvironmentPostProcessor {
  private static final String FILE = "p2f-defaults.properties";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    try {
      environment
          .getPropertySources()
          .addLast(new ResourcePropertySource(FILE, new ClassPathResource(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
