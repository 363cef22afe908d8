package org.p2f.local.demo;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.client.model.JobView;

/**
 * One line for a job: bar, share, rate and time left; rewritten on a terminal, its ends only
 * elsewhere.
 */
final class ProgressBar {
  private static final int WIDTH = 28;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final String title;

  ProgressBar(PrintStream out, boolean terminal, String title) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
    if (!terminal) {
      out.println(title + " …");
    }
  }

  void show(JobView job) {
    if (terminal) {
      out.print(ERASE + line(job));
      out.flush();
    }
  }

  void done(double seconds) {
    out.println(
        (terminal ? ERASE : "")
            + String.format(Locale.ROOT, "%-26s done in %.1f s", title, seconds));
  }

  private String line(JobView job) {
    double share = job.getProgress();
    int full = (int) Math.round(share * WIDTH);
    return String.format(
        Locale.ROOT,
        "%-26s %s%s %3.0f %%%s%s",
        title,
        "█".repeat(full),
        "░".repeat(WIDTH - full),
        100 * share,
        rate(job.getRate(), job.getRateUnit()),
        eta(job.getEtaSeconds()));
  }

  private static String rate(@Nullable Double rate, @Nullable String unit) {
    return rate == null || unit == null
        ? ""
        : String.format(Locale.ROOT, "  %,.0f %s/s", rate, unit);
  }

  private static String eta(@Nullable Long seconds) {
    return seconds == null
        ? ""
        : String.format(Locale.ROOT, "  %d:%02d left", seconds / 60, seconds % 60);
  }
}
