package org.p2f.benchmarks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.p2f.numerics.data.DatasetImport;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetSource;
import org.p2f.numerics.data.NamedFile;
import org.p2f.spec.data.ImageSource;

/** A drawn data set in a directory that is removed when the process ends. */
final class Images {

  private static final int SMALL_SIDE = 16;

  private Images() {}

  static Path draw(Path directory) throws IOException {
    var file = directory.resolve("images.safetensors");
    if (Files.exists(file)) {
      return file;
    }
    DatasetImport.run(
        DatasetSource.synthetic(1),
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
        new DatasetSource(
            ImageSource.IMAGE_FOLDER,
            List.of(new NamedFile(zip.getFileName().toString(), zip)),
            side,
            0),
        DatasetOptions.whole("noise"),
        file,
        (fraction, images) -> {});
    return file;
  }

  /**
   * Images of 16 pixels that are learnt in minutes: Colored-MNIST where {@code P2F_MNIST} names a
   * folder with MNIST's four files, else the synthetic factors.
   */
  static Path small(Path directory) throws IOException {
    var target = directory.resolve("small.safetensors");
    var folder = digits();
    DatasetImport.run(
        folder.isPresent()
            ? new DatasetSource(ImageSource.COLORED_MNIST, digits(folder.get()), 0, 1)
            : DatasetSource.synthetic(1),
        new DatasetOptions(
            "small", folder.isPresent() ? 12_000 : null, null, null, SMALL_SIDE, 1, false),
        target,
        (fraction, images) -> {});
    return target;
  }

  /** Where MNIST's files are, if anywhere. */
  static Optional<Path> digits() {
    return Optional.ofNullable(System.getenv("P2F_MNIST")).map(Path::of);
  }

  private static List<NamedFile> digits(Path folder) throws IOException {
    List<NamedFile> files = new ArrayList<>();
    try (var listed = Files.list(folder)) {
      listed
          .filter(file -> file.getFileName().toString().contains("ubyte"))
          .sorted()
          .forEach(file -> files.add(new NamedFile(file.getFileName().toString(), file)));
    }
    return files;
  }

  static Path directory() throws IOException {
    var directory = Files.createTempDirectory("p2f-bench");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (var files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
                  } catch (IOException left) {
                    System.err.println("Left behind: " + directory);
                  }
                }));
    return directory;
  }
}
