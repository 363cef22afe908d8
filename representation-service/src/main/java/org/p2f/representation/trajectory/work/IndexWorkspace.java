package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.catalog.storage.Trees;

/**
 * Where an index writes: the job's workspace, or a directory of its own if the job's cannot be seen
 * from here, whose files are kept for the job and gone from here at once.
 */
record IndexWorkspace(String jobId, Path workspace, WorkspaceFiles files)
    implements JobWorkspace, AutoCloseable {

  /**
   * @throws JobFailure if the shared workspace is not there
   */
  static IndexWorkspace open(IndexSettings settings, WorkspaceFiles files) throws IOException {
    if (!files.areShared()) {
      Path own = Files.createTempDirectory("p2f-index");
      files.load(settings.job(), own, Extractions.PRECISION::equals);
      return new IndexWorkspace(settings.job(), own, files);
    }
    Path shared = settings.workspace();
    if (shared == null || !Files.isDirectory(shared)) {
      throw new JobFailure(
          "no-workspace",
          Blame.INFRASTRUCTURE,
          "There is no %s: workspaces need a volume that all pods share, or p2f.workspace.shared=false"
              .formatted(shared));
    }
    return new IndexWorkspace(settings.job(), shared, files);
  }

  @Override
  public void keep(Path file) {
    files.save(jobId, workspace, file);
    forget(file);
  }

  @Override
  public void forget(Path file) {
    if (!files.areShared()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    if (!files.areShared()) {
      Trees.delete(workspace);
    }
  }
}
