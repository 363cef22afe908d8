package org.p2f.cluster.index;

import java.io.IOException;

/** What the indexes of one kind of job do. */
public interface IndexTask {

  /**
   * Whether an index reads that file of the job's workspace; it is brought where workspaces are not
   * shared.
   *
   * @param name path in the workspace, with slashes
   */
  boolean reads(String name);

  /**
   * Does what its index is to do and is not done yet, and keeps it for the job.
   *
   * @throws org.p2f.catalog.job.JobFailure if the job cannot be done; it fails with it
   */
  void run(IndexPart part) throws IOException;
}
