package org.p2f.benchmarks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.p2f.numerics.data.DatasetImport;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetSource;
import org.p2f.numerics.data.NamedFile;

/** A drawn data set in a directory that is removed when the process ends. */
final class Images {

  private Images() {}

  static Path draw(Path directory) throws IOException {
    var file = directory.resolve("images.safetensors");
    if (Files.exists(file)) {
      return file;
    }
    DatasetImport.run(
        new DatasetSource.Synthetic(1),
        new DatasetOptions("synthetic", null, null, 1),
        file,
        (fraction, images) -> {});
    return file;
  }

  /**
   * At least so many images of any size: where the synthetic ones do not fit, noise.
   *
   * @param side height and width
   */
  static Path draw(Path directory, int side, int count) throws IOException {
    if (side == Configuration.SIDE) {
      return draw(directory);
    }
    var zip = directory.resolve("noise-%d.zip".formatted(side));
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      var random = new Random(side);
      for (int i = 0; i < 2 * count; i++) { // some are set aside for testing
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, side, side, random.ints((long) side * side).toArray(), 0, side);
        out.putNextEntry(new ZipEntry("class%d/%d.png".formatted(i % 2, i)));
        ImageIO.write(image, "png", out);
      }
    }
    var file = directory.resolve("images-%d.safetensors".formatted(side));
    DatasetImport.run(
        new DatasetSource.ImageFolder(new NamedFile(zip.getFileName().toString(), zip), side),
        DatasetOptions.whole("noise"),
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
