package org.p2f.local.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.p2f.local.platform.Fingerprint;

/**
 * What an unfinished command has asked for so far, kept in a file: the same one started again after
 * a kill asks for the same jobs, by the same keys, and so goes on with them. Finishing removes the
 * file.
 */
final class UnfinishedRun {
  private static final String TOKEN = "token";
  private static final String ASKED = "asked";

  private final Path file;
  private final Properties entries;
  private final boolean resumed;

  private UnfinishedRun(Path file, Properties entries, boolean resumed) {
    this.file = file;
    this.entries = entries;
    this.resumed = resumed;
  }

  /**
   * The unfinished run that asks for this, or a new one. Runs that ask for different things do not
   * know of each other.
   *
   * @param directory of the files of all unfinished runs
   * @param asked what the run computes, as text; where its results go is no part of it
   */
  static UnfinishedRun of(Path directory, String asked) {
    var file = directory.resolve(Fingerprint.of(asked) + ".properties");
    var entries = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        entries.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new UnfinishedRun(file, entries, true);
    }
    entries.setProperty(TOKEN, UUID.randomUUID().toString());
    entries.setProperty(ASKED, asked); // for whoever opens the file
    var run = new UnfinishedRun(file, entries, false);
    run.save();
    return run;
  }

  boolean isResumed() {
    return resumed;
  }

  /** Idempotency key of a step. */
  String key(String step) {
    return "run-" + entries.getProperty(TOKEN) + "-" + step;
  }

  /** What that step gave before, or gives now; it is done once. */
  String once(String step, Supplier<String> work) {
    var before = entries.getProperty(step);
    if (before != null) {
      return before;
    }
    var result = work.get();
    entries.setProperty(step, result);
    save();
    return result;
  }

  void finish() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void save() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var unfinished = file.resolveSibling(file.getFileName() + ".part");
      try (var out = Files.newBufferedWriter(unfinished)) {
        entries.store(out, null);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
