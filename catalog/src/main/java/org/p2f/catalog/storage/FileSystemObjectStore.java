package org.p2f.catalog.storage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Objects as files {@code objects/ab/cdef…} under one directory that several processes may share.
 * What is in the making lies under {@code tmp/}, in the same file system, so that a move is one
 * step.
 */
final class FileSystemObjectStore implements ObjectStore, AutoCloseable {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int DIRECTORY_DIGITS = 2;

  private final Path objects;
  private final ProcessDirectory staged;

  private FileSystemObjectStore(Path objects, ProcessDirectory staged) {
    this.objects = objects;
    this.staged = staged;
  }

  /** Opens the store, making it if there is none, and sweeps what dead processes left behind. */
  static FileSystemObjectStore open(Path root, Clock clock) {
    try {
      Path objects = Files.createDirectories(root.resolve("objects"));
      Path tmp = Files.createDirectories(root.resolve("tmp"));
      ProcessDirectory.sweep(tmp, clock.instant());
      return new FileSystemObjectStore(objects, ProcessDirectory.open(tmp));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the object store at " + root, e);
    }
  }

  @Override
  public Staging stage() {
    return new Staging(staged.newDirectory());
  }

  @Override
  public void put(SealedFile file) {
    Path target = address(file.sha256());
    try {
      if (Files.exists(target)) {
        Files.delete(file.path());
        return;
      }
      Path directory = directory(file.sha256());
      if (Files.notExists(directory)) {
        Files.createDirectories(directory);
        force(objects);
      }
      Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("r--r--r--"));
      Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot store " + target, e);
    }
  }

  @Override
  public Path locate(String sha256) {
    return address(sha256);
  }

  @Override
  public void forEach(Consumer<String> action) {
    try (Stream<Path> files = Files.walk(objects, 2)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> objects.relativize(file).toString().replace(File.separator, ""))
          .filter(SHA256.asMatchPredicate())
          .forEach(action);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + objects, e);
    }
  }

  @Override
  public void delete(String sha256) {
    try {
      Files.deleteIfExists(address(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the object " + sha256, e);
    }
  }

  @Override
  public void close() {
    staged.close();
  }

  private Path address(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("Not a SHA-256: '%s'".formatted(sha256));
    }
    return directory(sha256).resolve(sha256.substring(DIRECTORY_DIGITS));
  }

  private Path directory(String sha256) {
    return objects.resolve(sha256.substring(0, DIRECTORY_DIGITS));
  }

  /** Makes the entries of a directory durable. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
