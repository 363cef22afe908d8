package org.p2f.local.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.p2f.numerics.program.ProgramBuilder;

/** What an operator would download: a network that describes images, here by channels' means. */
final class FeatureNetwork {
  private FeatureNetwork() {}

  static Path in(Path folder) throws IOException {
    var file = folder.resolve("features.pt");
    try (var out = Files.newOutputStream(file)) {
      new ProgramBuilder()
          .method("forward", g -> List.of(g.tensor("pixels").mean(2, 3)))
          .writeTorchScript(out, List.of());
    }
    return file;
  }
}
