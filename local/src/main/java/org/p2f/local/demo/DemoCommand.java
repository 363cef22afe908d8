package org.p2f.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2f.local.LocalPlatform;
import org.p2f.local.LocalSettings;
import org.p2f.local.Platform;
import org.p2f.local.report.Report;
import org.p2f.local.report.ReportPage;

/** {@code demo}: drives the whole line on this machine's platform and writes a report. */
public final class DemoCommand {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(24);

  private DemoCommand() {}

  public static void run(
      Map<String, String> environment, List<String> words, PrintStream out, boolean terminal) {
    var options = DemoOptions.parse(words);
    var settings = LocalSettings.of(environment);
    long begun = System.nanoTime();
    out.println("Starting the platform …");
    try (var platform = LocalPlatform.use(settings, _ -> {})) {
      out.printf(Locale.ROOT, "P2F is ready at %s after %.1f s%n", platform.url(), since(begun));
      var report = report(platform, settings.home().demoRun(), options, begun, out, terminal);
      out.println();
      out.print(Table.of(report));
      out.println();
      write(report, options.report());
      out.printf(
          Locale.ROOT,
          "Report: %s (whole line: %.0f s)%n",
          options.report().resolve("report.html"),
          since(begun));
    }
  }

  /** Drives the line on a platform that is ready. */
  static Report report(
      Platform platform,
      Path runFile,
      DemoOptions options,
      long begun,
      PrintStream out,
      boolean terminal) {
    var run = DemoRun.of(runFile, options);
    if (run.isResumed()) {
      out.println("Going on with the demo that was cut short.");
    }
    var calls = new Calls(platform.url().toString(), platform.token(TOKEN_LIFETIME), out, terminal);
    var results = new Line(calls, run, options).go();
    var report = new ReportOf(calls, json()).gather(results, options, since(begun), Instant.now());
    run.finish();
    return report;
  }

  private static ObjectMapper json() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  }

  private static void write(Report report, Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("report.html"), ReportPage.html(report));
      json()
          .writerWithDefaultPrettyPrinter()
          .writeValue(directory.resolve("report.json").toFile(), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
