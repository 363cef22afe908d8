package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferenceModelsTest {
  private static final Path ROOT = Path.of("..");

  /** Compose and Kubernetes run this image, and set nothing else for it. */
  @Test
  void theTrainingImageCarriesTheReferenceModelsAndNamesThem() throws IOException {
    var image = Files.readString(ROOT.resolve("training-service/Dockerfile"));
    var directory = matched(image, "P2F_REFERENCE_MODELS=(\\S+)");
    var workspace = image.substring(0, image.indexOf("COPY reference-models/ ./reference-models/"));
    assertThat(directory)
        .isEqualTo(matched(workspace, "WORKDIR (/opt/\\S+)") + "/reference-models");
    assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).contains("!reference-models");
    assertThat(ROOT.resolve("reference-models")).isDirectory();
  }

  private static String matched(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
