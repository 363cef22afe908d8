package org.p2f.kit.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has everything a service gets from the kit. */
@SpringBootApplication
public class SampleService {

  /** Stands in for the catalog. */
  @Configuration
  @ConditionalOnBooleanProperty(name = "sample.database", havingValue = false)
  static class Fakes {

    @Bean
    FakeJobs jobs() {
      return new FakeJobs();
    }

    @Bean
    FakeArtifacts artifacts() {
      return new FakeArtifacts();
    }
  }

  /** Works on the real catalog. */
  @Configuration
  @ConditionalOnBooleanProperty(name = "sample.database")
  static class Workers {

    @Bean
    ThingMaking thingMaking() {
      return new ThingMaking();
    }
  }
}
