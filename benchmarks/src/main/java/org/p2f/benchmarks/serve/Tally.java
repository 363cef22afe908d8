package org.p2f.benchmarks.serve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the requests of one scenario. */
final class Tally {
  private final List<Long> accepted = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final Map<String, Integer> problems = new TreeMap<>();
  private int broken;
  private int unavailable;
  private long firstNanos;
  private long lastNanos;

  synchronized void answered(Connection.Answer answer, long nanos) {
    statuses.merge(answer.status(), 1, Integer::sum);
    if (!answer.problem().isEmpty()) {
      problems.merge(answer.problem(), 1, Integer::sum);
    }
    if (answer.isUnavailable()) {
      unavailable++;
    }
    if (answer.status() == 200) {
      lastNanos = System.nanoTime();
      firstNanos = accepted.isEmpty() ? lastNanos : firstNanos;
      accepted.add(nanos);
    }
  }

  /** The connection broke, or nothing came. */
  synchronized void broke() {
    broken++;
  }

  /** Accepted requests a second, from the first one's answer to the last one's. */
  synchronized double rate() {
    return accepted.size() < 2 ? 0 : (accepted.size() - 1) / ((lastNanos - firstNanos) * 1e-9);
  }

  /** Milliseconds within which that share of the accepted requests was answered; 0 if none was. */
  synchronized double quantile(double share) {
    if (accepted.isEmpty()) {
      return 0;
    }
    Collections.sort(accepted);
    int index = (int) Math.ceil(share * accepted.size()) - 1;
    return accepted.get(Math.max(0, index)) / 1e6;
  }

  /** Answers that told, as a problem, that the service is away. */
  synchronized int unavailable() {
    return unavailable;
  }

  /** Requests that were neither accepted nor told that the service is away. */
  synchronized int otherErrors() {
    int all = broken + statuses.values().stream().mapToInt(Integer::intValue).sum();
    return all - accepted.size() - unavailable;
  }

  /** Answers by status, as JSON; status 0 counts broken connections. */
  synchronized String statuses() {
    var all = new TreeMap<>(statuses);
    if (broken > 0) {
      all.put(0, broken);
    }
    return json(all);
  }

  /** Problems by the name of their type, as JSON. */
  synchronized String problems() {
    return json(problems);
  }

  private static String json(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> "\"%s\":%d".formatted(count.getKey(), count.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
