package org.p2f.catalog.job;

import org.p2f.catalog.ServiceRole;

/** Jobs that wait for the same workers. */
enum Lane {
  /** Those that take the cores, maybe for hours. */
  LONG(""),
  /** {@linkplain JobHandler#brief() Brief} ones. */
  BRIEF("_brief");

  private final String suffix;

  Lane(String suffix) {
    this.suffix = suffix;
  }

  static Lane of(JobHandler handler) {
    return handler.brief() ? BRIEF : LONG;
  }

  /** The table of its dispatcher: none sees the other's tasks. */
  String table(ServiceRole service) {
    return service.dispatchTable() + suffix;
  }

  int concurrency(WorkerProperties properties) {
    return switch (this) {
      case LONG -> properties.concurrency();
      case BRIEF -> properties.briefConcurrency();
    };
  }
}
