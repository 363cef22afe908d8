package org.p2f.catalog.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of one process among others' in the same place, for files nobody needs once the
 * process is dead. The process holds a lock on a file beside it, which the operating system lets go
 * when the process ends, however it ends.
 */
final class ProcessDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessDirectory.class);
  private static final String LOCK = ".lock";

  /** A lock that is this young may be about to be taken. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  /**
   * Starts the names of this process' own directories. It never opens their locks again: closing a
   * second channel on a file would let go of the lock held through the first.
   */
  private static final String SELF = UUID.randomUUID().toString();

  private final Path directory;
  private final Path lockFile;
  private final FileChannel lock;

  private ProcessDirectory(Path directory, Path lockFile, FileChannel lock) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  static ProcessDirectory open(Path parent) throws IOException {
    String name = SELF + "." + UUID.randomUUID();
    Path lockFile = parent.resolve(name + LOCK);
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock held = channel.tryLock();
    if (held == null) {
      throw new IOException("Another process holds the new lock " + lockFile);
    }
    Path directory = Files.createDirectory(parent.resolve(name));
    return new ProcessDirectory(directory, lockFile, channel);
  }

  Path newDirectory() {
    try {
      return Files.createDirectory(directory.resolve(UUID.randomUUID().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stage under " + directory, e);
    }
  }

  /** Removes the directories of dead processes. */
  static void sweep(Path parent, Instant now) throws IOException {
    List<Path> locks;
    try (Stream<Path> entries = Files.list(parent)) {
      locks =
          entries
              .filter(p -> p.getFileName().toString().endsWith(LOCK))
              .filter(p -> !p.getFileName().toString().startsWith(SELF))
              .toList();
    }
    for (Path lockFile : locks) {
      sweepIfDead(lockFile, now);
    }
  }

  private static void sweepIfDead(Path lockFile, Instant now) throws IOException {
    String name = lockFile.getFileName().toString();
    Path directory = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null || (Files.notExists(directory) && isYoung(lockFile, now))) {
        return;
      }
      Trees.delete(directory);
      Files.deleteIfExists(lockFile);
      log.info("Removed the unfinished files of a dead process in {}", directory);
    } catch (NoSuchFileException e) {
      log.debug("Another process has swept {}", directory);
    }
  }

  private static boolean isYoung(Path file, Instant now) throws IOException {
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    return Duration.between(modified, now).compareTo(YOUNG) < 0;
  }

  @Override
  public void close() {
    try (lock) {
      Trees.delete(directory);
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + directory, e);
    }
  }
}
