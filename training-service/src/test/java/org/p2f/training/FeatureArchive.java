package org.p2f.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.p2f.numerics.program.HeldTensor;
import org.p2f.numerics.program.ProgramBuilder;

/** A feature network of our own making: mean and mean square of each channel, and three logits. */
final class FeatureArchive {
  private FeatureArchive() {}

  static Path in(Path folder) {
    Path file = folder.resolve("features.pt");
    try (var out = Files.newOutputStream(file)) {
      new ProgramBuilder()
          .method(
              "forward",
              g -> {
                var pixels = g.tensor("pixels");
                var mean = pixels.mean(2, 3);
                var features = g.cat(List.of(mean, pixels.square().mean(2, 3)), 1);
                return List.of(features, mean.mul(g.held("factor")));
              })
          .writeTorchScript(
              out,
              List.of(
                  new HeldTensor("factor", List.of(1L), MemorySegment.ofArray(new float[] {9}))));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
