package org.p2f.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.p2f.client.model.ArtifactView;
import org.p2f.client.model.DatasetView;
import org.p2f.client.model.EvaluationResult;
import org.p2f.client.model.TestAccuracy;
import org.p2f.client.model.TrainingMetricPointView;
import org.p2f.local.report.Report;

/** Gathers a report from what the platform answers. */
final class ReportOf {
  private static final int LOSS_POINTS = 400;
  private static final List<Double> SAMPLE_TIMES = List.of(0., .1, .2, .3, .4, .5, .6, .8, 1.);
  private static final int SAMPLES = 4;

  private final Calls calls;
  private final ObjectMapper json;

  ReportOf(Calls calls, ObjectMapper json) {
    this.calls = calls;
    this.json = json;
  }

  Report gather(Line.Results results, DemoOptions options, double seconds, Instant now) {
    var dataset = calls.ask(() -> calls.datasets().getDataset(results.datasetId()));
    return new Report(
        "What each t knows: " + dataset.getName(),
        options.command(),
        now,
        seconds,
        dataset(dataset),
        plan(results),
        training(results, options),
        lossCurve(results),
        factors(dataset, results),
        profiles(results),
        masks(results),
        samples(dataset),
        lineage(results));
  }

  private static Report.Dataset dataset(DatasetView d) {
    return new Report.Dataset(
        d.getId(),
        d.getName(),
        d.getSource().getValue(),
        d.getImages(),
        d.getChannels(),
        d.getHeight(),
        d.getWidth(),
        d.getSplits().getTrain(),
        d.getSplits().getValidation(),
        d.getSplits().getTest());
  }

  private String plan(Line.Results results) {
    var run = calls.ask(() -> calls.trainingRuns().getTrainingRun(results.trainingRunId()));
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(run.getPlan());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Report.Training training(Line.Results results, DemoOptions options) {
    var run = calls.ask(() -> calls.trainingRuns().getTrainingRun(results.trainingRunId()));
    var model = calls.ask(() -> calls.models().getModel(results.modelId()));
    var job = run.getJob();
    var started = Objects.requireNonNull(job.getStartedAt());
    var finished = Objects.requireNonNull(job.getFinishedAt());
    double seconds = java.time.Duration.between(started, finished).toMillis() / 1e3;
    return new Report.Training(
        run.getId(),
        model.getId(),
        model.getObjective().getValue(),
        options.preset(),
        run.getSteps(),
        seconds,
        points(results).stream()
            .map(TrainingMetricPointView::getImagesPerSecond)
            .filter(Objects::nonNull)
            .reduce((a, b) -> b)
            .orElse(null),
        model.getLatentSize(),
        model.getParameterCount().getEncoder() + model.getParameterCount().getScoreNetwork(),
        run.getPlan().getPrecision().getValue());
  }

  private List<TrainingMetricPointView> points(Line.Results results) {
    return calls
        .ask(
            () ->
                calls
                    .trainingRuns()
                    .getTrainingMetrics(results.trainingRunId(), LOSS_POINTS, null, null))
        .getPoints();
  }

  private List<Report.LossPoint> lossCurve(Line.Results results) {
    return points(results).stream()
        .map(
            p ->
                new Report.LossPoint(
                    p.getStep(), p.getLoss(), p.getScoreLoss(), p.getGradientNorm()))
        .toList();
  }

  private List<Report.FactorResult> factors(DatasetView dataset, Line.Results results) {
    var trained =
        Stream.of(results.evaluationId(), results.transformerEvaluationId())
            .flatMap(this::evaluated)
            .toList();
    var control = evaluated(results.controlEvaluationId()).toList();
    return dataset.getFactors().stream()
        .map(
            f -> {
              var any =
                  trained.stream()
                      .filter(r -> r.getFactor().equals(f.getName()))
                      .findFirst()
                      .orElseThrow();
              return new Report.FactorResult(
                  f.getName(),
                  f.getClasses(),
                  any.getChance(),
                  any.getMajority(),
                  readout(trained, f.getName()),
                  readout(control, f.getName()));
            })
        .toList();
  }

  private Stream<EvaluationResult> evaluated(String evaluationId) {
    return calls.ask(() -> calls.evaluations().getEvaluation(evaluationId)).getResults().stream();
  }

  private static Report.Readout readout(List<EvaluationResult> all, String factor) {
    var results = all.stream().filter(r -> r.getFactor().equals(factor)).toList();
    return new Report.Readout(
        results.stream()
            .filter(r -> r.getT() != null)
            .map(
                r ->
                    new Report.CurvePoint(
                        Objects.requireNonNull(r.getT()),
                        r.getValidationAccuracy(),
                        accuracy(r.getTestAccuracy())))
            .sorted(Comparator.comparingDouble(Report.CurvePoint::t))
            .toList(),
        results.stream().filter(r -> r.getT() == null).map(ReportOf::trajectoryHead).toList());
  }

  private static Report.TrajectoryHead trajectoryHead(EvaluationResult r) {
    return new Report.TrajectoryHead(
        r.getHead().getValue(), r.getValidationAccuracy(), accuracy(r.getTestAccuracy()));
  }

  private static Report.Accuracy accuracy(TestAccuracy a) {
    return new Report.Accuracy(a.getMean(), a.getLow(), a.getHigh(), a.getN(), a.getSeeds());
  }

  private List<Report.Profile> profiles(Line.Results results) {
    var analysis = calls.ask(() -> calls.analyses().getAnalysis(results.profileId()));
    return Objects.requireNonNullElse(
            analysis.getProfiles(), List.<org.p2f.client.model.FactorProfile>of())
        .stream()
        .map(p -> profile(p, analysis.getTimes()))
        .toList();
  }

  private List<Report.MaskRow> masks(Line.Results results) {
    var analysis = calls.ask(() -> calls.analyses().getAnalysis(results.masksId()));
    return Objects.requireNonNullElse(
            analysis.getMasks(), List.<org.p2f.client.model.MaskResult>of())
        .stream()
        .map(
            m ->
                new Report.MaskRow(
                    m.getFactor(), m.getMask(), m.getDescription(), accuracy(m.getTestAccuracy())))
        .toList();
  }

  /** One seed gives the interval [0, 1], which says nothing and is not drawn. */
  private static Report.Profile profile(org.p2f.client.model.FactorProfile p, List<Double> times) {
    boolean oneSeed =
        p.getLow().stream().allMatch(l -> l == 0) && p.getHigh().stream().allMatch(h -> h == 1);
    return new Report.Profile(
        p.getFactor(),
        times,
        p.getWeights(),
        oneSeed ? p.getWeights() : p.getLow(),
        oneSeed ? p.getWeights() : p.getHigh());
  }

  private List<Report.SampleRow> samples(DatasetView dataset) {
    List<Report.SampleRow> rows = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      int index = (int) ((i + 0.5) * dataset.getImages() / SAMPLES);
      rows.add(
          new Report.SampleRow(
              index,
              "",
              SAMPLE_TIMES.stream()
                  .map(t -> new Report.SampleImage(t, picture(dataset.getId(), index, t)))
                  .toList()));
    }
    return rows;
  }

  private String picture(String dataset, int index, double t) {
    var file = calls.ask(() -> calls.datasets().getDatasetImage(dataset, index, t, (long) index));
    try {
      var png = Files.readAllBytes(file.toPath());
      Files.delete(file.toPath());
      return Base64.getEncoder().encodeToString(png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Report.LineageNode> lineage(Line.Results results) {
    Map<String, ArtifactView> nodes = new LinkedHashMap<>();
    for (var end :
        List.of(
            results.evaluationId(),
            results.transformerEvaluationId(),
            results.controlEvaluationId(),
            results.profileId(),
            results.masksId())) {
      var lineage = calls.ask(() -> calls.artifacts().getLineage(end));
      lineage.getAncestors().forEach(a -> nodes.put(a.getId(), a));
      nodes.put(end, lineage.getArtifact());
    }
    return nodes.values().stream()
        .sorted(Comparator.comparing(ArtifactView::getCreatedAt))
        .map(
            a ->
                new Report.LineageNode(
                    a.getId(),
                    a.getKind().getValue().toLowerCase(Locale.ROOT),
                    a.getName(),
                    a.getDigest(),
                    a.getCreatedAt().toInstant(),
                    a.getParents()))
        .toList();
  }
}
