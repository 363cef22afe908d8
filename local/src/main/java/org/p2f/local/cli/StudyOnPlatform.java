package org.p2f.local.cli;

import java.util.Locale;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import org.p2f.local.study.ReportText;
import org.p2f.local.study.StudyOptions;
import org.p2f.local.study.StudyRun;

/** A study on this machine's platform, which is started unless it runs. */
final class StudyOnPlatform {
  private StudyOnPlatform() {}

  static void run(Terminal terminal, StudyOptions options) {
    long begun = System.nanoTime();
    var out = terminal.out();
    var settings = LocalSettings.of(terminal.environment());
    out.println("Starting the platform …");
    try (var platform = LocalPlatform.use(settings, _ -> {})) {
      out.printf(Locale.ROOT, "P2F is ready at %s after %.1f s%n", platform.url(), since(begun));
      var report =
          StudyRun.of(platform, settings.home().unfinishedRuns(), options, out, terminal.live());
      out.println();
      out.print(ReportText.of(report));
      out.printf(
          Locale.ROOT,
          "Report: %s (all together: %.0f s)%n",
          options.report().resolve("report.html"),
          since(begun));
    }
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
