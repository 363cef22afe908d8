package org.p2f.representation.encoding.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class EncodingLimitsTest {

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(new EncodingLimits(1024, 256, 65536, DataSize.ofMegabytes(64)));
  }

  @Test
  void everyKey() {
    var set =
        Map.of(
            "p2f.encoding.limits.images", "1",
            "p2f.encoding.limits.times", "2",
            "p2f.encoding.limits.rows", "3",
            "p2f.encoding.limits.body", "4B");
    assertThat(bind(set)).isEqualTo(new EncodingLimits(1, 2, 3, DataSize.ofBytes(4)));
  }

  private static EncodingLimits bind(Map<String, String> set) {
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("p2f.encoding.limits", EncodingLimits.class);
  }
}
