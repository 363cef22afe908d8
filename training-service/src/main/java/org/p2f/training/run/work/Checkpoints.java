package org.p2f.training.run.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.p2f.catalog.job.JobWorkspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run, in its workspace, which outlives a worker. A name holds a whole
 * checkpoint or nothing, and the CRC-32C of its content; the newest ones are kept. Attempts write
 * under names of their own, so that a worker that was given up and wakes later spoils nothing of
 * its successor's.
 */
final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final Pattern NAME =
      Pattern.compile("checkpoint-(\\d{12})-([0-9a-f]{8})\\.safetensors");

  /** Ends the name of a damaged checkpoint. */
  private static final String DAMAGED = ".damaged";

  /** Begins the names of files that are being written. */
  private static final String UNFINISHED = "checkpoint.unfinished";

  private static final int BUFFER_BYTES = 1 << 20;

  private final JobWorkspace job;
  private final Path workspace;
  private final Path unfinished;
  private final int kept;

  /**
   * Removes what workers that died over a checkpoint have left of it.
   *
   * @param attempt at the job, by which this worker's files are told from another's
   */
  Checkpoints(JobWorkspace job, int attempt, int kept) {
    this.job = job;
    this.workspace = job.workspace();
    this.unfinished = workspace.resolve("%s-%d".formatted(UNFINISHED, attempt));
    this.kept = kept;
    try (Stream<Path> files = Files.list(workspace)) {
      for (Path file : files.toList()) {
        if (String.valueOf(file.getFileName()).startsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
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
   * @param checksum CRC-32C of its content, eight hexadecimal digits
   */
  record Saved(long step, String checksum, Path file) {}

  /** Writes a checkpoint to a path. */
  @FunctionalInterface
  interface Writer {
    void write(Path file) throws IOException;
  }

  /** The newest that is as it was written; damaged ones are set aside. */
  Optional<Saved> latest() {
    return latestBefore(Long.MAX_VALUE);
  }

  /**
   * The newest such with fewer steps behind it. One that cannot be read is passed over, as the disk
   * may give it back later.
   */
  Optional<Saved> latestBefore(long step) {
    for (Saved saved : newestFirst()) {
      if (saved.step() < step) {
        try {
          if (saved.checksum().equals(checksum(saved.file()))) {
            return Optional.of(saved);
          }
          log.warn("{} is damaged; the one before it takes its place", saved.file());
          setAside(saved.file());
        } catch (IOException e) {
          log.warn("{} cannot be read; the one before it takes its place", saved.file(), e);
        }
      }
    }
    return Optional.empty();
  }

  /** Keeps a damaged checkpoint from being tried again. */
  private static void setAside(Path damaged) throws IOException {
    Files.move(
        damaged,
        damaged.resolveSibling(damaged.getFileName() + DAMAGED),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * @param step number of steps behind it
   */
  void save(long step, Writer writer) {
    try {
      writer.write(unfinished);
      force(unfinished, StandardOpenOption.WRITE);
      String name = "checkpoint-%012d-%s.safetensors".formatted(step, checksum(unfinished));
      Path saved = workspace.resolve(name);
      Files.move(unfinished, saved, StandardCopyOption.ATOMIC_MOVE);
      force(workspace, StandardOpenOption.READ);
      job.keep(saved);
      for (Saved old : newestFirst().stream().skip(kept).toList()) {
        Files.deleteIfExists(old.file());
        job.forget(old.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot save a checkpoint after step " + step, e);
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
        ? Optional.of(new Saved(Long.parseLong(name.group(1)), name.group(2), file))
        : Optional.empty();
  }

  private static String checksum(Path file) throws IOException {
    var sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) >= 0) {
        sum.update(buffer.flip());
      }
    }
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static void force(Path file, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(file, access)) {
      channel.force(true);
    }
  }
}
