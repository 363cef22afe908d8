package org.p2f.local.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2f.local.LocalPlatform;
import org.p2f.local.LocalSettings;

/**
 * {@code demo} and {@code study}: a study of one data set on this machine's platform, with a
 * report.
 */
public final class StudyCommand {
  private StudyCommand() {}

  /** One encoder beside its untrained control: what each t tells, in minutes. */
  public static void demo(
      Map<String, String> environment, List<String> words, PrintStream out, boolean terminal) {
    var settings = LocalSettings.of(environment);
    run(settings, StudyOptions.ofDemo(words), out, terminal);
  }

  /** The claims, decided over several encoders. */
  public static void study(
      Map<String, String> environment, List<String> words, PrintStream out, boolean terminal) {
    var settings = LocalSettings.of(environment);
    run(settings, StudyOptions.ofStudy(words), out, terminal);
  }

  private static void run(
      LocalSettings settings, StudyOptions options, PrintStream out, boolean terminal) {
    long begun = System.nanoTime();
    out.println("Starting the platform …");
    try (var platform = LocalPlatform.use(settings, _ -> {})) {
      out.printf(Locale.ROOT, "P2F is ready at %s after %.1f s%n", platform.url(), since(begun));
      var report = StudyRun.of(platform, settings.home().unfinishedRuns(), options, out, terminal);
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
