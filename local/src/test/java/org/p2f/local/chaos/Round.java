package org.p2f.local.chaos;

import java.util.Locale;

/**
 * One piece of work that was disturbed.
 *
 * @param victim what was harmed
 * @param after seconds after it was asked for
 * @param seconds it took
 * @param lost it did not end in success
 * @param duplicated there are more or fewer jobs or artifacts than it makes
 * @param different its result is not that of the undisturbed one
 */
record Round(
    int number,
    String kind,
    Disturbance disturbance,
    String victim,
    double after,
    double seconds,
    int attempts,
    boolean lost,
    boolean duplicated,
    boolean different) {

  /** What is done to the platform. */
  enum Disturbance {
    KILL,
    DATABASE,
    DISK;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isGood() {
    return !lost && !duplicated && !different;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%3d %-22s %-8s %-15s after %4.1f s: %5.1f s, %d attempts%s%s%s",
        number,
        kind,
        disturbance.text(),
        victim,
        after,
        seconds,
        attempts,
        lost ? ", LOST" : "",
        duplicated ? ", DUPLICATED" : "",
        different ? ", DIFFERENT" : "");
  }
}
