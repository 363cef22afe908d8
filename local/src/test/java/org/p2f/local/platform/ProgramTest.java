package org.p2f.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {

  @Test
  void anArgumentTakesThePlaceOfTheOneWithItsKey() {
    var program =
        new Program(
            "gateway",
            Path.of("gateway.jar"),
            List.of("-Xmx256m"),
            List.of("--p2f.services.training=http://a", "--p2f.services.trainings=http://b"),
            Map.of(),
            false);
    assertThat(program.with(List.of("--p2f.services.training=http://c")).arguments())
        .containsExactly("--p2f.services.trainings=http://b", "--p2f.services.training=http://c");
    assertThat(program.with(List.of()).arguments()).isEqualTo(program.arguments());
  }

  @Test
  void theUsersOptionsComeLastAndThoseOfOtherProgramsNotAtAll() {
    var options =
        JvmOptions.of(
            Map.of("P2F_GATEWAY_OPTS", " -Xmx1g  -Xlog:gc ", "P2F_TRAINING_OPTS", "-Xmx2g"));
    assertThat(options.of("gateway", List.of("-Xmx256m")))
        .containsExactly("-Xmx256m", "-Xmx1g", "-Xlog:gc");
    assertThat(options.of("downstream", List.of("-Xmx768m"))).containsExactly("-Xmx768m");
  }
}
