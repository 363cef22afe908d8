package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.spec.network.PrecisionChoice;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class PropertiesTest {

  @Test
  void encodingDefaults() {
    assertThat(bind("p2f.encoding", EncodingProperties.class, Map.of()))
        .isEqualTo(
            new EncodingProperties(
                PrecisionChoice.FLOAT32,
                .02,
                131072,
                128,
                128,
                Duration.ofSeconds(60),
                DataSize.ofMegabytes(64),
                List.of(),
                4,
                DataSize.ofGigabytes(1),
                Duration.ofSeconds(10)));
  }

  @Test
  void everyEncodingKey() {
    var set =
        Map.ofEntries(
            Map.entry("precision", "bfloat16"),
            Map.entry("bfloat16-bound", ".1"),
            Map.entry("queue-rows", "10"),
            Map.entry("queue-calls", "7"),
            Map.entry("batch-rows", "4"),
            Map.entry("deadline", "3s"),
            Map.entry("cache", "0B"),
            Map.entry("preload", "mdl-1,mdl-2"),
            Map.entry("models", "2"),
            Map.entry("model-memory", "5MB"),
            Map.entry("stall-limit", "9s"));
    assertThat(encoding(set))
        .isEqualTo(
            new EncodingProperties(
                PrecisionChoice.BFLOAT16,
                .1,
                10,
                7,
                4,
                Duration.ofSeconds(3),
                DataSize.ofBytes(0),
                List.of("mdl-1", "mdl-2"),
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

  /** Encoding's properties with those keys set. */
  static EncodingProperties encoding(Map<String, String> set) {
    var prefixed = new HashMap<String, String>();
    set.forEach((key, value) -> prefixed.put("p2f.encoding." + key, value));
    return bind("p2f.encoding", EncodingProperties.class, prefixed);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> set) {
    return new Binder(new MapConfigurationPropertySource(set)).bindOrCreate(prefix, type);
  }
}
