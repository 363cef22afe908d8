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
 * checkpoint or nothing; the newest ones are kept.
 */
final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{12})\\.safetensors");

  /** Begins the names of files that are being written. */
  private static final String UNFINISHED = "checkpoint.unfinished";

  private final Path workspace;
  private final int kept;

  /** Removes what a worker that died over a checkpoint has left of it. */
  Checkpoints(Path workspace, int kept) {
    this.workspace = workspace;
    this.kept = kept;
    try (Stream<Path> files = Files.list(workspace)) {
      for (Path file : files.toList()) {
        if (String.valueOf(file.getFileName()).startsWith(UNFINISHED)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy " + workspace, e);
    }
  }

  /**
   * A saved checkpoint.
   *
   * @param step number of steps behind it
   */
  record Saved(long step, Path file) {}

  /** Writes a checkpoint to a path. */
  @FunctionalInterface
  interface Writer {
    void write(Path file) throws IOException;
  }

  Optional<Saved> latest() {
    return newestFirst().stream().findFirst();
  }

  /** The newest with fewer steps behind it. */
  Optional<Saved> latestBefore(long step) {
    return newestFirst().stream().filter(saved -> saved.step() < step).findFirst();
  }

  /**
   * @param step number of steps behind it
   */
  void save(long step, Writer writer) {
    Path file = workspace.resolve("checkpoint-%012d.safetensors".formatted(step));
    Path unfinished = workspace.resolve(UNFINISHED);
    try {
      writer.write(unfinished);
      force(unfinished, StandardOpenOption.WRITE);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      force(workspace, StandardOpenOption.READ);
      for (Saved old : newestFirst().stream().skip(kept).toList()) {
        Files.delete(old.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot save " + file, e);
    }
  }

  private List<Saved> newestFirst() {
    try (Stream<Path> files = Files.list(workspace)) {
      return files
          .flatMap(file -> saved(file).stream())
          .sorted(Comparator.comparingLong(Saved::step).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + workspace, e);
    }
  }

  private static Optional<Saved> saved(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches()
        ? Optional.of(new Saved(Long.parseLong(name.group(1)), file))
        : Optional.empty();
  }

  private static void force(Path file, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(file, access)) {
      channel.force(true);
    }
  }
}
