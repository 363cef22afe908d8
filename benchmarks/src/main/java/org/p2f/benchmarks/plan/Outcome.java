package org.p2f.benchmarks.plan;

/**
 * What an extraction took.
 *
 * @param encodeSeconds until the last shard was there
 * @param joinSeconds from there to the result: copying the shards, reading the copy for its SHA-256
 * @param podSeconds of all pods together
 * @param startSeconds of these, before the first image of each try that succeeded
 * @param lostSeconds of these, in tries that did not, apart from the shards that they stored
 * @param tries of indexes
 * @param crashes tries that failed by themselves
 * @param losses nodes that were lost
 * @param failed whether an index failed more often than it is tried again, and the extraction with
 *     it
 */
record Outcome(
    double encodeSeconds,
    double joinSeconds,
    double podSeconds,
    double startSeconds,
    double lostSeconds,
    long tries,
    long crashes,
    long losses,
    boolean failed) {

  double hours() {
    return (encodeSeconds + joinSeconds) / 3600;
  }

  double podHours() {
    return podSeconds / 3600;
  }

  /** Of pods and worker, and of the volume: shards and file while it runs, the file afterwards. */
  double dollars(Inputs inputs) {
    double gigabytes = inputs.bytes() / 1e9;
    double months = inputs.get(Input.MONTHS) + 2 * hours() / (365.25 / 12 * 24);
    return (podHours() + hours()) * inputs.get(Input.CORES) * inputs.get(Input.CORE_HOUR)
        + gigabytes * months * inputs.get(Input.GB_MONTH);
  }
}
