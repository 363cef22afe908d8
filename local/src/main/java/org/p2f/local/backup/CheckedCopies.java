package org.p2f.local.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.p2f.local.platform.LocalFailure;

/**
 * Files copied into a directory, each with its SHA-256, and the list of these in the form of {@code
 * sha256sum}.
 */
public final class CheckedCopies {

  private static final String SUMS = "SHA256SUMS";
  private static final int SHA256_DIGITS = 64;

  private final Path root;
  private final Map<String, String> sums = new TreeMap<>();
  private long bytes;

  private CheckedCopies(Path root) {
    this.root = root;
  }

  public static CheckedCopies into(Path root) {
    return new CheckedCopies(root);
  }

  public long files() {
    return sums.size();
  }

  public long bytes() {
    return bytes;
  }

  /**
   * Copies a tree that may change meanwhile: a file that is gone when its turn comes is left out.
   *
   * @param name of the copy, below the root
   * @param excluded told each path relative to the tree; what lies below an excluded one is not
   *     copied either
   */
  public void copyTree(Path tree, String name, Predicate<Path> excluded) throws IOException {
    var target = root.resolve(name);
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            var path = tree.relativize(directory);
            if (excluded.test(path)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(path));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var path = tree.relativize(file);
            if (!excluded.test(path)) {
              copyIfThere(file, name + "/" + path);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  private void copyIfThere(Path file, String name) throws IOException {
    try {
      copy(file, name);
    } catch (NoSuchFileException removed) {
      Files.deleteIfExists(root.resolve(name));
    }
  }

  /** Copies one file to that name below the root. */
  void copy(Path file, String name) throws IOException {
    try (var to = open(name)) {
      bytes += Files.copy(file, to);
      to.flush();
      sums.put(name, to.sum());
    }
  }

  /** Writes one file of that name below the root. */
  void write(String name, String text) throws IOException {
    var content = text.getBytes(StandardCharsets.UTF_8);
    try (var to = open(name)) {
      to.write(content);
      bytes += content.length;
      sums.put(name, to.sum());
    }
  }

  private Summed open(String name) throws IOException {
    return new Summed(Files.newOutputStream(root.resolve(name)));
  }

  /** Writes the list. */
  void writeSums() throws IOException {
    var lines = new StringBuilder();
    sums.forEach((name, sum) -> lines.append(sum).append("  ").append(name).append('\n'));
    Files.writeString(root.resolve(SUMS), lines);
  }

  /**
   * Copies all that the list of a directory names, and the directory's empty directories.
   *
   * @throws LocalFailure if a file is missing or not the one that was listed
   */
  public void copyListed(Path directory) throws IOException {
    copyDirectories(directory);
    for (var line : Files.readAllLines(directory.resolve(SUMS))) {
      var sum = line.substring(0, SHA256_DIGITS);
      var name = line.substring(SHA256_DIGITS).strip();
      if (!root.resolve(name).normalize().startsWith(root)) {
        throw new LocalFailure("%s leads outside of %s.".formatted(name, directory));
      }
      try {
        copy(directory.resolve(name), name);
      } catch (NoSuchFileException missing) {
        throw new LocalFailure("The backup is damaged: %s is missing.".formatted(name), missing);
      }
      if (!sum.equals(sums.get(name))) {
        throw new LocalFailure(
            "The backup is damaged: %s is not the file that was written.".formatted(name));
      }
    }
  }

  private void copyDirectories(Path directory) throws IOException {
    try (var tree = Files.walk(directory)) {
      for (var each : tree.filter(Files::isDirectory).toList()) {
        Files.createDirectories(root.resolve(directory.relativize(each)));
      }
    }
  }

  /** Digests what passes. */
  private static final class Summed extends DigestOutputStream {

    Summed(OutputStream out) {
      super(out, sha256());
    }

    String sum() {
      return HexFormat.of().formatHex(getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible); // every JDK has SHA-256
      }
    }
  }
}
