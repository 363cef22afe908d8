package org.p2f.catalog.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.p2f.catalog.storage.Trees;

/** One directory for each job that runs; what a job needs to go on after a crash lies there. */
class Workspaces {
  private final Path root;

  Workspaces(Path root) {
    this.root = root;
  }

  /** Where the job's workspace is, made or not. */
  Path of(String jobId) {
    return root.resolve(jobId);
  }

  /** Makes the workspace if there is none. */
  void make(String jobId) {
    try {
      Files.createDirectories(of(jobId));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a workspace for " + jobId, e);
    }
  }

  /** Removes the workspaces of jobs that are over: their worker died before it could. */
  void sweep(String jobPrefix, Predicate<String> isOver) {
    try (Stream<Path> entries = Files.list(Files.createDirectories(root))) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(id -> id.startsWith(jobPrefix + "-") && isOver.test(id))
          .forEach(this::remove);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot sweep " + root, e);
    }
  }

  void remove(String jobId) {
    Trees.delete(of(jobId));
  }
}
