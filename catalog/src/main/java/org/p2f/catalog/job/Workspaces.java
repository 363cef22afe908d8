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
  private final WorkspaceFiles files;

  Workspaces(Path root, WorkspaceFiles files) {
    this.root = root;
    this.files = files;
  }

  /** Where the job's workspace is, made or not. */
  Path of(String jobId) {
    return root.resolve(jobId);
  }

  /** Makes the workspace if there is none, with what is kept of another process's. */
  void make(String jobId) {
    try {
      Files.createDirectories(of(jobId));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a workspace for " + jobId, e);
    }
    bring(jobId);
  }

  /** Brings in what is kept of another process's workspace, if anything is. */
  void bring(String jobId) {
    files.load(jobId, of(jobId));
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
    files.sweep(jobPrefix, isOver);
  }

  void remove(String jobId) {
    Trees.delete(of(jobId));
    files.remove(jobId);
  }
}
