package org.p2f.catalog;

import java.util.Locale;

/** Which of the services this process is: it sees and runs only its own jobs. */
public enum ServiceRole {
  TRAINING("trn"),
  REPRESENTATION("rep"),
  DOWNSTREAM("dwn");

  private final String jobPrefix;

  ServiceRole(String jobPrefix) {
    this.jobPrefix = jobPrefix;
  }

  /** Starts the ids of the service's jobs. */
  public String jobPrefix() {
    return jobPrefix;
  }

  /** As in {@link org.p2f.catalog.job.Job#service()}. */
  public String serviceName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The table of its dispatcher of long jobs; others start with the same name. */
  public String dispatchTable() {
    return "dispatch_" + serviceName();
  }
}
