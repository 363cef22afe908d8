package org.p2f.catalog.test;

import java.nio.file.Path;
import org.p2f.catalog.job.JobWorkspace;

/** A directory that every attempt sees. */
public record SharedWorkspace(Path workspace) implements JobWorkspace {
  @Override
  public void keep(Path file) {}

  @Override
  public void forget(Path file) {}
}
