package org.p2f.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program's classes as an earlier run of it left them: read, linked and profiled (JEP 483, 514,
 * 515). A start with them takes about half the processor time.
 *
 * @param file named by what it was made of, so it is never used with another program
 */
public record StartCache(Path file) {
  private static final String PREFIX = "p2f-start-";
  private static final String SUFFIX = ".aot";

  /**
   * @param program beside which it lies
   * @param classPath of jars only
   */
  static StartCache of(Path program, String classPath) throws IOException {
    var made = new StringBuilder(System.getProperty("java.vm.version")).append('\n');
    for (var jar : classPath.split(":")) {
      var path = Path.of(jar);
      made.append("%s %d %s%n".formatted(jar, Files.size(path), Files.getLastModifiedTime(path)));
    }
    return new StartCache(
        program.resolveSibling(PREFIX + Fingerprint.of(made.toString()) + SUFFIX));
  }

  boolean isMade() {
    return Files.exists(file);
  }

  /**
   * Options of the JVM with which a program starts soonest. Where the cache is not made, it does
   * without the optimising compiler, which would have half of two processors while all programs
   * start; what computes is native. The next start has both.
   */
  List<String> using() {
    return isMade() ? List.of("-XX:AOTCache=" + file) : List.of("-XX:TieredStopAtLevel=1");
  }

  /**
   * Options of the JVM that let a program record, until it is stopped, what the cache will hold.
   */
  List<String> recording() {
    return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded());
  }

  private Path recorded() {
    return file.resolveSibling(file.getFileName() + ".recorded");
  }

  /**
   * Makes it of what was recorded, and removes those of earlier builds.
   *
   * @param jvm that recorded: java and its options, without {@link #recording}
   * @param words of the {@link Launch}
   * @throws LocalFailure if nothing was recorded or the JVM fails; it says why in the log
   */
  void make(List<String> jvm, List<String> words, Path log) {
    var unfinished = file.resolveSibling(file.getFileName() + ".part");
    var command = new ArrayList<>(jvm);
    command.add("-XX:AOTMode=create");
    command.add("-XX:AOTConfiguration=" + recorded());
    command.add("-XX:AOTCache=" + unfinished);
    command.addAll(words);
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0 || !Files.exists(unfinished)) {
        throw new LocalFailure("Could not make %s; the log is %s.".formatted(file, log));
      }
      removeOthers();
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("Interrupted while %s was made.".formatted(file), stopped);
    } finally {
      delete(recorded());
      delete(unfinished);
    }
  }

  private void removeOthers() throws IOException {
    try (var files = Files.list(file.resolveSibling("."))) {
      files
          .filter(other -> other.getFileName().toString().startsWith(PREFIX))
          .filter(other -> other.getFileName().toString().endsWith(SUFFIX))
          .forEach(StartCache::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
