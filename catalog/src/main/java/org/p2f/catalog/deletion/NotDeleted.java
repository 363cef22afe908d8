package org.p2f.catalog.deletion;

import java.util.List;
import java.util.stream.Collectors;

/** Why something was not deleted, or not restored: nothing was changed. */
public final class NotDeleted extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_NAMED = 20;

  private final Reason reason;
  private final transient List<Thing> things;

  /** What is in the way. */
  public enum Reason {
    /** Other things need it. */
    STILL_NEEDED,
    /** Work on it, or on what would go with it, goes on. */
    JOBS_RUNNING,
    /** Somebody writes to it at this moment. */
    BUSY,
    /** What it needs is deleted itself. */
    STILL_DELETED,
    /** The time in which it could be restored is over. */
    ERASED
  }

  NotDeleted(Reason reason, String detail, List<Thing> things) {
    super(detail + named(things), null, false, false); // an answer, not a defect
    this.reason = reason;
    this.things = List.copyOf(things);
  }

  public Reason reason() {
    return reason;
  }

  /** What is in the way, oldest first. */
  public List<Thing> things() {
    return things;
  }

  private static String named(List<Thing> things) {
    if (things.isEmpty()) {
      return "";
    }
    String more =
        things.size() > MOST_NAMED ? " and %d more".formatted(things.size() - MOST_NAMED) : "";
    return things.stream()
        .limit(MOST_NAMED)
        .map(Thing::toString)
        .collect(Collectors.joining(", ", ": ", more));
  }
}
