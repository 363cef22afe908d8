package org.p2f.downstream.study.work;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobHandler;
import org.p2f.downstream.JobKinds;
import org.p2f.downstream.analysis.Divergences;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.work.Matrices;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.StudyAnalysis;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.downstream.study.StudyReport;
import org.p2f.downstream.study.StudyReportPlan;
import org.p2f.downstream.study.report.FindingText;
import org.p2f.downstream.study.report.StudyPage;
import org.p2f.downstream.study.work.claims.StudyClaims;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Gathers what a study's steps found, measures the claims and writes the report. */
@Component
final class StudyReportHandler implements JobHandler {
  private final Artifacts artifacts;
  private final JsonMapper json;
  private final Clock clock;

  StudyReportHandler(Artifacts artifacts, JsonMapper json, Clock clock) {
    this.artifacts = artifacts;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return JobKinds.STUDY_REPORT;
  }

  @Override
  public boolean brief() {
    return true;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    var plan = json.treeToValue(job.plan(), StudyReportPlan.class);
    var results = StudyResults.read(plan, artifacts, json);
    var measured = plan.plan().analyses();
    var claims =
        plan.plan().measuresClaims() ? StudyClaims.of(ClaimFindings.of(results)) : List.<Claim>of();
    var findings = Findings.of(results);
    var report =
        new StudyReport(
            plan.studyId(),
            plan.plan(),
            clock.instant(),
            results.images(),
            (int) claims.stream().filter(claim -> claim.effect() != null).count(),
            claims,
            FindingText.lead(findings),
            findings,
            curves(results),
            granularities(results),
            levels(results),
            measured.contains(StudyAnalysis.ATTENTION_PROFILES) ? profiles(results) : List.of(),
            measured.contains(StudyAnalysis.ATTENTION_MASKS) ? masks(results) : List.of(),
            measured.contains(StudyAnalysis.ATTENTION_PROFILES) ? divergences(results) : List.of(),
            measured.contains(StudyAnalysis.MUTUAL_INFORMATION) ? information(results) : List.of());
    var draft = job.draft(ArtifactKind.REPORT); // closed by the job
    json.writeValue(draft.file(StudyReport.FILE, "application/json"), report);
    Files.writeString(draft.file(StudyReport.PAGE, "text/html"), StudyPage.html(report));
    var provenance = json.createObjectNode();
    provenance.set("plan", job.plan());
    plan.artifacts().values().forEach(draft::parent);
    job.result(
        draft
            .name(plan.plan().name())
            .attributes(json.valueToTree(Map.of("studyId", plan.studyId())))
            .provenance(provenance));
  }

  private static List<StudyReport.Curve> curves(StudyResults results) {
    var curves = new ArrayList<StudyReport.Curve>();
    for (var factor : results.factors()) {
      for (var objective : results.report().plan().objectives()) {
        var encoders = results.encoders(objective);
        var all = encoders.stream().map(e -> results.curve(e, factor)).toList();
        curves.add(curve(objective, factor, all));
      }
      if (results.report().plan().activations() > 0) {
        var all = results.each(StudyLine.ACTIVATIONS, network -> results.curve(network, factor));
        curves.add(curve(StudyLine.ACTIVATIONS, factor, all));
      }
      curves.add(
          curve(StudyLine.UNTRAINED, factor, List.of(results.curve(StudyLine.UNTRAINED, factor))));
    }
    return curves;
  }

  private static StudyReport.Curve curve(
      String encoders, String factor, List<List<EvaluationResult>> all) {
    return new StudyReport.Curve(
        encoders,
        factor,
        "mlp",
        IntStream.range(0, all.getFirst().size())
            .mapToObj(
                i ->
                    StudyReport.CurvePoint.of(
                        Objects.requireNonNull(all.getFirst().get(i).t()),
                        Estimates.ofAccuracies(
                            all.stream().map(c -> c.get(i).testAccuracy()).toList())))
            .toList());
  }

  private static List<StudyReport.Granularity> granularities(StudyResults results) {
    var plan = results.report().plan();
    var curves = new ArrayList<StudyReport.Granularity>();
    if (plan.granularities().isEmpty()) {
      return curves;
    }
    for (var factor : results.factors()) {
      for (var objective : plan.objectives()) {
        var points = new ArrayList<StudyReport.GranularityPoint>();
        for (int grid : plan.granularities().stream().sorted().toList()) {
          points.add(transformers(results, objective, factor, grid));
        }
        points.add(transformers(results, objective, factor, plan.grid()));
        curves.add(new StudyReport.Granularity(objective, factor, "transformer", points));
      }
    }
    return curves;
  }

  private static StudyReport.GranularityPoint transformers(
      StudyResults results, String objective, String factor, int grid) {
    boolean whole = grid == results.report().plan().grid();
    var accuracy =
        Estimates.ofAccuracies(
            results.each(
                objective,
                encoder ->
                    results
                        .head(
                            whole ? StudyLine.heads(encoder) : StudyLine.granularity(encoder, grid),
                            factor,
                            HeadKind.TRANSFORMER)
                        .orElseThrow()
                        .testAccuracy()));
    return StudyReport.GranularityPoint.of(StudyPlan.timesOf(grid).size(), accuracy);
  }

  private static List<StudyReport.Level> levels(StudyResults results) {
    var levels = new ArrayList<StudyReport.Level>();
    for (var factor : results.factors()) {
      for (var objective : results.report().plan().objectives()) {
        for (var head : List.of(HeadKind.GRU, HeadKind.TRANSFORMER)) {
          levels.add(level(results, objective, results.encoders(objective), factor, head));
        }
      }
      levels.add(
          level(
              results,
              StudyLine.UNTRAINED,
              List.of(StudyLine.UNTRAINED),
              factor,
              HeadKind.TRANSFORMER));
      if (results.report().plan().activations() > 0) {
        levels.add(
            level(
                results,
                StudyLine.ACTIVATIONS,
                results.encoders(StudyLine.ACTIVATIONS),
                factor,
                HeadKind.TRANSFORMER));
      }
      if (results.report().plan().staticEncoders() > 0) {
        levels.add(
            level(
                results,
                StudyLine.STATIC,
                results.encoders(StudyLine.STATIC),
                factor,
                HeadKind.MLP));
      }
    }
    return levels;
  }

  private static StudyReport.Level level(
      StudyResults results, String name, List<String> encoders, String factor, HeadKind head) {
    var found =
        encoders.stream()
            .map(e -> results.head(StudyLine.heads(e), factor, head).orElseThrow())
            .toList();
    return new StudyReport.Level(
        name,
        factor,
        head.name().toLowerCase(Locale.ROOT),
        Estimates.ofAccuracies(found.stream().map(EvaluationResult::testAccuracy).toList()),
        found.getFirst().chance());
  }

  private static List<StudyReport.Profile> profiles(StudyResults results) {
    var profiles = new ArrayList<StudyReport.Profile>();
    for (var objective : results.report().plan().objectives()) {
      var first = results.encoders(objective).getFirst();
      var times = results.divergences(first).times();
      for (var factor : results.factors()) {
        var all = results.each(objective, encoder -> results.profile(encoder, factor));
        profiles.add(
            new StudyReport.Profile(
                objective,
                factor,
                IntStream.range(0, times.size())
                    .mapToObj(
                        i ->
                            new StudyReport.Point(
                                times.get(i),
                                Estimates.of(all.stream().map(p -> p.weights().get(i)).toList())))
                    .toList()));
      }
    }
    return profiles;
  }

  private static List<StudyReport.MaskCell> masks(StudyResults results) {
    var cells = new ArrayList<StudyReport.MaskCell>();
    for (var objective : results.report().plan().objectives()) {
      var first = results.encoders(objective).getFirst();
      for (MaskResult mask : results.masks(first)) {
        cells.add(
            new StudyReport.MaskCell(
                objective,
                mask.factor(),
                mask.mask(),
                mask.description(),
                Estimates.ofAccuracies(
                    results.each(objective, e -> results.masked(e, mask.factor(), mask.mask())))));
      }
    }
    return cells;
  }

  private static List<StudyReport.DivergenceMap> divergences(StudyResults results) {
    return results.report().plan().objectives().stream()
        .map(
            objective -> {
              var all = results.each(objective, e -> results.divergences(e).divergences());
              return new StudyReport.DivergenceMap(
                  objective,
                  all.getFirst().factors(),
                  Matrices.mean(all.stream().map(Divergences::matrix).toList()),
                  Matrices.mean(all.stream().map(d -> List.of(d.floors())).toList()).getFirst());
            })
        .toList();
  }

  private static List<StudyReport.InformationSummary> information(StudyResults results) {
    return results.report().plan().objectives().stream()
        .map(
            objective -> {
              var analysis = results.information(objective);
              var information = analysis.information();
              return new StudyReport.InformationSummary(
                  objective,
                  analysis.times(),
                  information.normalized(),
                  information.raw(),
                  information.floor());
            })
        .toList();
  }
}
