package org.p2f.local.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.p2f.local.platform.LocalFailure;

/** The files of a data set as its publisher names them, in a directory or alone. */
final class ArchiveFiles {
  private static final Pattern CIFAR =
      Pattern.compile(
          "(data_batch_\\d|test_batch\\w*)\\.bin(\\.xz|\\.gz)?|cifar-10-binary\\.tar\\.gz");
  private static final Pattern MNIST =
      Pattern.compile("(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\\.gz)?");

  private ArchiveFiles() {}

  static List<Path> of(Source source, Path archive) {
    if (Files.isRegularFile(archive)) {
      return List.of(archive);
    }
    var pattern =
        switch (source) {
          case CIFAR10 -> CIFAR;
          case MNIST, COLORED_MNIST -> MNIST;
          case FOLDER, SYNTHETIC ->
              throw new LocalFailure("--archive must be a zip of class folders, not a directory.");
        };
    try (Stream<Path> files = Files.list(archive)) {
      var found =
          files
              .filter(f -> pattern.matcher(f.getFileName().toString()).matches())
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new LocalFailure("No file of that data set in %s.".formatted(archive));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
