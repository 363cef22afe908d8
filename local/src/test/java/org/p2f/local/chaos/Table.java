package org.p2f.local.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p2f.local.chaos.Round.Disturbance;
import org.p2f.local.work.Work;

/** Rounds by kind of work and disturbance, in Markdown. */
record Table(List<Round> rounds, Map<String, Double> undisturbed) {

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| job | disturbance | rounds | lost | duplicated | different | attempts | seconds, median"
            + " and most | undisturbed |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (var work : Work.ALL) {
      for (var disturbance : Disturbance.values()) {
        var some = some(r -> r.kind().equals(work.kind()) && r.disturbance() == disturbance);
        if (!some.isEmpty()) {
          lines.add(line(work.kind(), disturbance.text(), some, undisturbed.get(work.kind())));
        }
      }
    }
    for (var disturbance : Disturbance.values()) {
      var some = some(round -> round.disturbance() == disturbance);
      if (!some.isEmpty()) {
        lines.add(line("all", disturbance.text(), some, null));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private List<Round> some(Predicate<Round> which) {
    return rounds.stream().filter(which).toList();
  }

  private static String line(
      String kind, String disturbance, List<Round> some, @Nullable Double undisturbed) {
    var seconds = some.stream().mapToDouble(Round::seconds).sorted().toArray();
    var attempts = some.stream().mapToInt(Round::attempts).summaryStatistics();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d | %d | %.1f (most %d) | %.1f, %.1f | %s |",
        kind,
        disturbance,
        some.size(),
        count(some, Round::lost),
        count(some, Round::duplicated),
        count(some, Round::different),
        attempts.getAverage(),
        attempts.getMax(),
        seconds[seconds.length / 2],
        seconds[seconds.length - 1],
        undisturbed == null ? "" : String.format(Locale.ROOT, "%.1f", undisturbed));
  }

  private static long count(List<Round> some, Predicate<Round> which) {
    return some.stream().filter(which).count();
  }
}
