package org.p2f.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The keys by their names, as every service reads them. */
class ComputePropertiesTest {

  @Test
  void byDefaultAllCoresOfTheProcessor() {
    var defaults = bound(Map.of());
    assertThat(defaults).isEqualTo(new ComputeProperties(Engine.Target.CPU, 0));
    assertThat(defaults.threadsOrCores()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void everyKeyCanBeSet() {
    var set = Map.of("p2f.compute.device", "gpu", "p2f.compute.threads", "3");
    assertThat(bound(set)).isEqualTo(new ComputeProperties(Engine.Target.GPU, 3));
    assertThat(bound(set).threadsOrCores()).isEqualTo(3);
  }

  @Test
  void fewerThanNoThreadsAreRefused() {
    assertThatThrownBy(() -> bound(Map.of("p2f.compute.threads", "-1")))
        .rootCause()
        .hasMessage("p2f.compute.threads must not be negative, is -1");
  }

  private static ComputeProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("p2f.compute", ComputeProperties.class);
  }
}
