package org.p2f.training.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one run, in its workspace, which outlives a worker. A name holds a whole
 * checkpoint or nothing; the newest two are kept.
 */
final class Checkpoints {
  private static final int KEPT = 2;
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{12})\\.safetensors");

  private final Path workspace;

  Checkpoints(Path workspace) {
    this.workspace = workspace;
  }

  /** Writes a checkpoint to a path. */
  @FunctionalInterface
  interface Writer {
    void write(Path file) throws IOException;
  }

  Optional<Path> latest() {
    return newestFirst().stream().findFirst();
  }

  /**
   * @param step number of steps behind it
   */
  void save(long step, Writer writer) {
    Path file = workspace.resolve("checkpoint-%012d.safetensors".formatted(step));
    Path unfinished = workspace.resolve("checkpoint.unfinished");
    try {
      Files.deleteIfExists(unfinished); // of a worker that died over it
      writer.write(unfinished);
      force(unfinished, StandardOpenOption.WRITE);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      force(workspace, StandardOpenOption.READ);
      for (Path old : newestFirst().stream().skip(KEPT).toList()) {
        Files.delete(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot save " + file, e);
    }
  }

  private List<Path> newestFirst() {
    try (Stream<Path> files = Files.list(workspace)) {
      return files
          .filter(file -> name(file).matches())
          .sorted(Comparator.comparing(Path::getFileName).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + workspace, e);
    }
  }

  private static Matcher name(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName()));
  }

  private static void force(Path file, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(file, access)) {
      channel.force(true);
    }
  }
}
