package org.p2f.representation.inference.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GrpcPropertiesTest {

  @Test
  void nothingIsSpokenByDefault() {
    assertThat(bind(Map.of())).isEqualTo(new GrpcProperties(0));
  }

  @Test
  void everyKey() {
    assertThat(bind(Map.of("p2f.grpc.port", "9082"))).isEqualTo(new GrpcProperties(9082));
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new GrpcProperties(65_536))
        .hasMessage("p2f.grpc.port must be 0 to 65535, is 65536");
  }

  private static GrpcProperties bind(Map<String, String> set) {
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("p2f.grpc", GrpcProperties.class);
  }
}
