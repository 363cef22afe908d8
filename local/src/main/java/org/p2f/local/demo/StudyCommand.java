package org.p2f.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.p2f.figures.Markup;
import org.p2f.local.LocalFailure;
import org.p2f.local.LocalPlatform;
import org.p2f.local.LocalSettings;

/**
 * {@code study}: the paper's claims on one data set, as one resource of this machine's platform.
 */
public final class StudyCommand {
  private static final Duration TOKEN_LIFETIME = Duration.ofDays(30);
  private static final long POLL_MILLIS = 1000;
  private static final int WIDTH = 28;

  private final StudyCalls studies;
  private final PrintStream out;
  private final boolean terminal;
  private final Set<String> told = new HashSet<>();

  private StudyCommand(StudyCalls studies, PrintStream out, boolean terminal) {
    this.studies = studies;
    this.out = out;
    this.terminal = terminal;
  }

  public static void run(
      Map<String, String> environment, List<String> words, PrintStream out, boolean terminal) {
    var options = StudyOptions.parse(words);
    var settings = LocalSettings.of(environment);
    long begun = System.nanoTime();
    out.println("Starting the platform …");
    try (var platform = LocalPlatform.use(settings, _ -> {})) {
      var token = platform.token(TOKEN_LIFETIME);
      var run = DemoRun.of(settings.home().studyRun(), options);
      if (run.isResumed()) {
        out.println("Going on with the study that was cut short.");
      }
      var dataset =
          new DatasetStep(new Calls(platform.url().toString(), token, out, terminal), run)
              .of(options.source(), options.archive(), options.train(), options.test());
      try (var studies = new StudyCalls(platform.url(), token)) {
        var command = new StudyCommand(studies, out, terminal);
        var id = run.once("study", () -> command.create(options, dataset, run.key("study")));
        if (run.isResumed()) {
          command.goOn(id);
        }
        command.follow(id, options.report());
      }
      run.finish();
      out.printf(
          Locale.ROOT,
          "Report: %s (whole study: %.0f s)%n",
          options.report().resolve("report.html"),
          (System.nanoTime() - begun) / 1e9);
    }
  }

  private String create(StudyOptions options, String dataset, String key) {
    var plan = studies.body().put("datasetId", dataset).put("preset", options.preset());
    if (options.encoders() != null) {
      plan.put("encoderSeeds", options.encoders());
    }
    if (options.steps() != null) {
      plan.put("steps", options.steps());
    }
    return studies.create(plan, key);
  }

  /** A study that failed or was cancelled does again what did not succeed. */
  private void goOn(String id) {
    var state = studies.get(id).path("state").asText();
    if (!state.equals("running") && !state.equals("succeeded")) {
      studies.rerun(id, "report");
    }
  }

  private void follow(String id, Path report) {
    var study = studies.get(id);
    while (study.path("state").asText().equals("running")) {
      show(study);
      pause();
      study = studies.get(id);
    }
    show(study);
    if (terminal) {
      out.println();
    }
    if (!study.path("state").asText().equals("succeeded")) {
      throw new LocalFailure(
          "Study %s %s. %s".formatted(id, study.path("state").asText(), why(study)));
    }
    var artifact = study.path("reportId").asText();
    try {
      Files.createDirectories(report);
      for (var name : List.of("report.html", "report.json")) {
        studies.save(artifact, name, report.resolve(name));
      }
      claims(studies.read(Files.readString(report.resolve("report.json"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String why(JsonNode study) {
    for (var step : study.path("steps")) {
      if (step.path("state").asText().equals("failed")) {
        return "%s: %s".formatted(step.path("title").asText(), step.path("failure").asText());
      }
    }
    return "";
  }

  /** Tells each step once it is done, and how far the study is where there is a line to rewrite. */
  private void show(JsonNode study) {
    var running = "";
    for (var step : study.path("steps")) {
      var state = step.path("state").asText();
      if (state.equals("succeeded") && told.add(step.path("name").asText())) {
        out.printf(
            Locale.ROOT,
            "%s%3d/%d  %s (%.0f s)%n",
            terminal ? "\r\u001b[K" : "",
            told.size(),
            study.path("steps").size(),
            step.path("title").asText(),
            seconds(step));
      } else if (state.equals("running")) {
        running = step.path("title").asText();
      }
    }
    if (terminal) {
      double share = study.path("progress").asDouble();
      int full = (int) Math.round(share * WIDTH);
      out.printf(
          Locale.ROOT,
          "\r\u001b[K%s%s %3.0f %%  %s",
          "█".repeat(full),
          "░".repeat(WIDTH - full),
          100 * share,
          running);
      out.flush();
    }
  }

  private static double seconds(JsonNode step) {
    return Duration.between(
                Instant.parse(step.path("startedAt").asText()),
                Instant.parse(step.path("finishedAt").asText()))
            .toMillis()
        / 1e3;
  }

  private void claims(JsonNode report) {
    out.println();
    for (var claim : report.path("claims")) {
      var effect = claim.path("effect");
      out.printf(
          Locale.ROOT,
          "%-4s %-14s %-28s %s%n",
          claim.path("id").asText(),
          claim.path("verdict").asText().replace('-', ' '),
          effect.isMissingNode() || effect.isNull()
              ? "not measured"
              : interval(
                  effect.path("mean").asDouble(),
                  effect.path("low").asDouble(),
                  effect.path("high").asDouble()),
          claim.path("statement").asText());
    }
    out.println();
  }

  private static String interval(double mean, double low, double high) {
    int decimals = Markup.decimals(Math.abs(mean), 3, 6);
    return "%s [%s, %s]"
        .formatted(
            Markup.signed(mean, decimals),
            Markup.signed(low, decimals),
            Markup.signed(high, decimals));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("Interrupted; the same command goes on.", stopped);
    }
  }
}
