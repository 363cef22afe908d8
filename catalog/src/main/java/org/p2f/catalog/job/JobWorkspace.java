package org.p2f.catalog.job;

import java.nio.file.Path;

/** Where a job has what its next attempt needs. */
public interface JobWorkspace {

  /**
   * A directory of this job's own; survives attempts, is removed when the job ends. Write a file
   * under another name and rename it, so that the next attempt finds the whole file or none. An
   * attempt on another node may find only what was {@link #keep kept}.
   */
  Path workspace();

  /**
   * Sees to it that the next attempt finds a file of the workspace, wherever it runs; fenced.
   *
   * @param file whole, and written to no more; it may have been kept before with other content
   */
  void keep(Path file);

  /** The next attempt need not find that file; fenced. */
  void forget(Path file);
}
