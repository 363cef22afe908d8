package org.p2f.catalog.test;

import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;

/** A handler whose body is written where the test is. */
public record TestHandler(String kind, Body body) implements JobHandler {

  /** What it does. */
  @FunctionalInterface
  public interface Body {
    void run(JobExecution job) throws Exception;
  }

  @Override
  public void run(JobExecution job) throws Exception {
    body.run(job);
  }
}
