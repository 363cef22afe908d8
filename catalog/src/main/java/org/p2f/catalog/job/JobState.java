package org.p2f.catalog.job;

/** Where a job stands. What may happen to it lies on the state it leaves. */
public enum JobState {
  QUEUED {
    @Override
    JobState claim() {
      return RUNNING;
    }

    @Override
    JobState cancel() {
      return CANCELLED;
    }
  },
  RUNNING {
    // Its worker died: another goes on.
    @Override
    JobState claim() {
      return RUNNING;
    }

    @Override
    JobState cancel() {
      return CANCELLING;
    }

    @Override
    JobState handBack() {
      return QUEUED;
    }

    @Override
    JobState succeed() {
      return SUCCEEDED;
    }

    @Override
    JobState fail() {
      return FAILED;
    }
  },
  CANCELLING {
    // Its worker died: nobody needs to go on.
    @Override
    JobState claim() {
      return CANCELLED;
    }

    @Override
    JobState cancel() {
      return CANCELLING;
    }

    @Override
    JobState handBack() {
      return CANCELLED;
    }

    // It was done before its worker noticed.
    @Override
    JobState succeed() {
      return SUCCEEDED;
    }

    @Override
    JobState fail() {
      return FAILED;
    }
  },
  SUCCEEDED,
  FAILED,
  CANCELLED;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  /** Whether a worker has it. */
  boolean isClaimed() {
    return this == RUNNING || this == CANCELLING;
  }

  /** A worker takes it. */
  JobState claim() {
    throw impossible("claimed");
  }

  /** A user asks it to stop. */
  JobState cancel() {
    throw impossible("cancelled");
  }

  /** Its worker stops before the end. */
  JobState handBack() {
    throw impossible("handed back");
  }

  /** Its worker has done it. */
  JobState succeed() {
    throw impossible("ended");
  }

  /** Its worker cannot do it. */
  JobState fail() {
    throw impossible("failed");
  }

  private IllegalStateException impossible(String act) {
    return new IllegalStateException("A job that is %s cannot be %s".formatted(this, act));
  }
}
