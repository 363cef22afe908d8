package org.p2f.catalog.storage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Objects as files {@code objects/ab/cdef…} under one directory that several processes may share;
 * discarded ones lie under {@code trash/} likewise, and the file {@code name} holds the store's.
 * What is in the making lies under {@code tmp/}, in the same file system, so that a move is one
 * step.
 */
final class FileSystemObjectStore implements ObjectStore {
  private static final int DIRECTORY_DIGITS = 2;
  private static final String NAME = "name";

  private final Path root;
  private final Path objects;
  private final Path trash;
  private final ProcessDirectory staged;

  private FileSystemObjectStore(Path root, Path objects, Path trash, ProcessDirectory staged) {
    this.root = root;
    this.objects = objects;
    this.trash = trash;
    this.staged = staged;
  }

  /** Opens the store, making it if there is none, and sweeps what dead processes left behind. */
  static FileSystemObjectStore open(Path root, Clock clock) {
    try {
      Path objects = Files.createDirectories(root.resolve("objects"));
      Path trash = Files.createDirectories(root.resolve("trash"));
      Path tmp = Files.createDirectories(root.resolve("tmp"));
      ProcessDirectory.sweep(tmp, clock.instant());
      return new FileSystemObjectStore(root, objects, trash, ProcessDirectory.open(tmp));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the object store at " + root, e);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public Path localDirectory() {
    return root;
  }

  @Override
  public void check() {
    if (!Files.isDirectory(objects)) {
      throw new UncheckedIOException(
          "Cannot use the object store at " + root, new NoSuchFileException(objects.toString()));
    }
  }

  @Override
  public StoreName name() {
    Path file = root.resolve(NAME);
    try {
      return Files.exists(file)
          ? StoreName.parse(Files.readString(file).strip())
          : StoreName.unnamed();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  @Override
  public void rename(StoreName name) {
    try (Staging staging = stage()) {
      Files.writeString(staging.path(NAME), name + "\n");
      Path sealed = staging.seal(NAME).path();
      Files.move(sealed, root.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
      force(root);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot name the object store at " + root, e);
    }
  }

  @Override
  public Staging stage() {
    return new Staging(staged.newDirectory());
  }

  @Override
  public void put(SealedFile file) {
    Path target = address(objects, file.sha256());
    try {
      if (Files.exists(target)) {
        Files.delete(file.path());
        return;
      }
      Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("r--r--r--"));
      move(file.path(), target);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot store " + target, e);
    }
  }

  @Override
  public Path locate(String sha256) {
    Path object = address(objects, sha256);
    if (Files.notExists(object)) {
      throw new UncheckedIOException(
          "Cannot read the object " + sha256, new NoSuchFileException(object.toString()));
    }
    return object;
  }

  @Override
  public void forEach(Consumer<StoredObject> action) {
    forEach(objects, action);
  }

  @Override
  public void discard(String sha256, Instant now) {
    Path object = address(objects, sha256);
    try {
      if (Files.exists(object)) {
        Files.setLastModifiedTime(object, FileTime.from(now));
        move(object, address(trash, sha256));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot discard the object " + sha256, e);
    }
  }

  @Override
  public void forEachDiscarded(Consumer<StoredObject> action) {
    forEach(trash, action);
  }

  @Override
  public void restore(String sha256) {
    Path discarded = address(trash, sha256);
    try {
      if (Files.exists(discarded)) {
        move(discarded, address(objects, sha256));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot restore the object " + sha256, e);
    }
  }

  @Override
  public boolean erase(String sha256, Instant discardedBefore) {
    Path discarded = address(trash, sha256);
    try {
      return Files.exists(discarded)
          && Files.getLastModifiedTime(discarded).toInstant().isBefore(discardedBefore)
          && Files.deleteIfExists(discarded);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot erase the object " + sha256, e);
    }
  }

  @Override
  public void close() {
    staged.close();
  }

  private static void forEach(Path tree, Consumer<StoredObject> action) {
    try (Stream<Path> files = Files.walk(tree, 2)) {
      Iterator<Path> each = files.filter(Files::isRegularFile).iterator();
      while (each.hasNext()) {
        Path file = each.next();
        String sha256 = tree.relativize(file).toString().replace(File.separator, "");
        if (Sha256.is(sha256)) {
          action.accept(new StoredObject(sha256, Files.size(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + tree, e);
    }
  }

  private static Path address(Path tree, String sha256) {
    Sha256.require(sha256);
    return tree.resolve(sha256.substring(0, DIRECTORY_DIGITS))
        .resolve(sha256.substring(DIRECTORY_DIGITS));
  }

  /** In one step and durably, both trees being in one file system. */
  private static void move(Path from, Path to) throws IOException {
    Path directory = Objects.requireNonNull(to.getParent());
    if (Files.notExists(directory)) {
      Files.createDirectories(directory);
      force(Objects.requireNonNull(directory.getParent()));
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(directory);
  }

  /** Makes the entries of a directory durable. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
