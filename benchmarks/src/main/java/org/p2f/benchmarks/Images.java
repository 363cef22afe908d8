package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2f.numerics.data.DatasetImport;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetSource;

/** A drawn data set in a directory that is removed when the process ends. */
final class Images {

  private Images() {}

  static Path draw(Path directory) throws IOException {
    var file = directory.resolve("images.safetensors");
    DatasetImport.run(
        new DatasetSource.Synthetic(1),
        new DatasetOptions("synthetic", null, null, 1),
        file,
        (fraction, images) -> {});
    return file;
  }

  static Path directory() throws IOException {
    var directory = Files.createTempDirectory("p2f-bench");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (var files = Files.walk(directory)) {
                    files
                        .sorted(java.util.Comparator.reverseOrder())
                        .forEach(f -> f.toFile().delete());
                  } catch (IOException left) {
                    System.err.println("Left behind: " + directory);
                  }
                }));
    return directory;
  }
}
