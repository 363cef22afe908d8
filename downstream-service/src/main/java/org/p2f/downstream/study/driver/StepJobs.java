package org.p2f.downstream.study.driver;

import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;

/** Jobs that do steps. */
interface StepJobs {

  /** Thrown where the platform will not do a step; its message says why. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  /** Thrown where the platform cannot be asked at present. */
  final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String what, @Nullable Throwable cause) {
      super(what, cause);
    }
  }

  /**
   * Asks for a job; the same key gives the same job.
   *
   * @param path of the resource that is posted to
   * @param body written as JSON
   * @param owner in whose name
   * @throws Refused if it will never be done
   * @throws Unreachable if it is to be asked for again later
   */
  StepJob submit(String path, Object body, String key, Caller owner);

  /** How a job stands. */
  StepJob find(String id);

  /** Asks a job to stop; one that has ended stays as it is. */
  void cancel(String id);
}
