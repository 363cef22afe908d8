package org.p2f.local.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.p2f.client.model.RerunRequest;
import org.p2f.client.model.StudyPresetView;
import org.p2f.client.model.StudyStepView;
import org.p2f.client.model.StudyView;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.Platform;

/**
 * Brings a data set onto a platform that is ready, has a study of it made and fetches its report.
 */
public final class StudyRun {
  private static final Duration TOKEN_LIFETIME = Duration.ofDays(30);
  private static final long POLL_MILLIS = 1000;
  private static final String LAST_STEP = "report";
  private static final String NUMBERS = "report.json";

  private final Calls calls;
  private final LiveLine line;
  private final StudyOptions options;

  private StudyRun(Calls calls, LiveLine line, StudyOptions options) {
    this.calls = calls;
    this.line = line;
    this.options = options;
  }

  /**
   * @param unfinished the directory that unfinished runs are kept in
   * @return the report's numbers
   */
  public static JsonNode of(
      Platform platform, Path unfinished, StudyOptions options, PrintStream out, boolean terminal) {
    var calls = new Calls(platform.url().toString(), platform.token(TOKEN_LIFETIME));
    var run = UnfinishedRun.of(unfinished, options.asked());
    var report = new StudyRun(calls, new LiveLine(out, terminal), options).report(run);
    run.finish();
    return report;
  }

  private JsonNode report(UnfinishedRun run) {
    if (run.isResumed()) {
      line.tell("Going on with the run that was cut short.");
    }
    checkPreset();
    var dataset = new DatasetStep(calls, run, line).of(options);
    var id =
        run.once(
            "study",
            () ->
                calls
                    .ask(
                        () ->
                            calls.studies().createStudy(options.request(dataset), run.key("study")))
                    .getId());
    var study = calls.ask(() -> calls.studies().getStudy(id));
    if (run.isResumed() && isBroken(study)) {
      study = calls.ask(() -> calls.studies().rerunStudy(id, new RerunRequest().from(LAST_STEP)));
    }
    return fetched(followed(study));
  }

  /** Told before the data set is made rather than after. */
  private void checkPreset() {
    var names =
        calls.ask(() -> calls.studies().listStudyPresets()).getItems().stream()
            .map(StudyPresetView::getName)
            .toList();
    if (!names.contains(options.preset())) {
      throw new LocalFailure(
          "--preset must be one of %s, not '%s'."
              .formatted(String.join(", ", names), options.preset()));
    }
  }

  private static boolean isBroken(StudyView study) {
    return study.getState() == StudyView.StateEnum.FAILED
        || study.getState() == StudyView.StateEnum.CANCELLED;
  }

  private StudyView followed(StudyView before) {
    var progress = new StudyProgress(calls, line);
    var study = before;
    while (study.getState() == StudyView.StateEnum.RUNNING) {
      progress.show(study);
      Calls.pause(POLL_MILLIS);
      var id = study.getId();
      study = calls.ask(() -> calls.studies().getStudy(id));
    }
    progress.show(study);
    if (study.getState() != StudyView.StateEnum.SUCCEEDED) {
      throw new LocalFailure(
          "Study %s %s. %s".formatted(study.getId(), study.getState().getValue(), why(study)));
    }
    return study;
  }

  private static String why(StudyView study) {
    return study.getSteps().stream()
        .filter(step -> step.getState() == StudyStepView.StateEnum.FAILED)
        .findFirst()
        .map(step -> "%s: %s".formatted(step.getTitle(), step.getFailure()))
        .orElse("");
  }

  private JsonNode fetched(StudyView study) {
    var artifact = Objects.requireNonNull(study.getReportId());
    try {
      Files.createDirectories(options.report());
      for (var name : List.of("report.html", NUMBERS)) {
        var file = calls.ask(() -> calls.artifacts().downloadArtifactFile(artifact, name));
        Files.move(
            file.toPath(), options.report().resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      return new ObjectMapper().readTree(options.report().resolve(NUMBERS).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
