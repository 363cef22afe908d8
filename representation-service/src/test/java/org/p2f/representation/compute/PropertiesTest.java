package org.p2f.representation.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.domain.Precision;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class PropertiesTest {

  @Test
  void encodingDefaults() {
    assertThat(bind("p2f.encoding", EncodingProperties.class, Map.of()))
        .isEqualTo(
            new EncodingProperties(
                Precision.FLOAT32,
                131072,
                128,
                Duration.ofSeconds(60),
                4,
                DataSize.ofGigabytes(1),
                Duration.ofMinutes(2)));
  }

  @Test
  void everyEncodingKey() {
    var set =
        Map.of(
            "p2f.encoding.precision", "bfloat16",
            "p2f.encoding.queue-rows", "10",
            "p2f.encoding.batch-rows", "4",
            "p2f.encoding.deadline", "3s",
            "p2f.encoding.models", "2",
            "p2f.encoding.model-memory", "5MB",
            "p2f.encoding.stall-limit", "9s");
    assertThat(bind("p2f.encoding", EncodingProperties.class, set))
        .isEqualTo(
            new EncodingProperties(
                Precision.BFLOAT16,
                10,
                4,
                Duration.ofSeconds(3),
                2,
                DataSize.ofMegabytes(5),
                Duration.ofSeconds(9)));
  }

  @Test
  void aBatchIsAPowerOfTwo() {
    assertThatThrownBy(
            () ->
                bind(
                    "p2f.encoding",
                    EncodingProperties.class,
                    Map.of("p2f.encoding.batch-rows", "100")))
        .rootCause()
        .hasMessage("p2f.encoding.batch-rows must be a power of two, is 100");
  }

  @Test
  void computeDefaultsToAllCoresOfTheProcessor() {
    var defaults = bind("p2f.compute", ComputeProperties.class, Map.of());
    assertThat(defaults).isEqualTo(new ComputeProperties(Engine.Target.CPU, 0));
    assertThat(defaults.threadsOrCores()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void everyComputeKey() {
    var set = Map.of("p2f.compute.device", "gpu", "p2f.compute.threads", "3");
    assertThat(bind("p2f.compute", ComputeProperties.class, set))
        .isEqualTo(new ComputeProperties(Engine.Target.GPU, 3));
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> set) {
    return new Binder(new MapConfigurationPropertySource(set)).bindOrCreate(prefix, type);
  }
}
