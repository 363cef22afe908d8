package org.p2f.downstream.study.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.FactorProfile;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.downstream.head.work.RightAnswersFile;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyReport;
import org.p2f.downstream.study.StudyReportPlan;
import org.p2f.numerics.head.RightAnswers;
import tools.jackson.databind.json.JsonMapper;

/** What the steps of a study found, read from their artifacts. */
final class StudyResults {
  private final StudyReportPlan report;
  private final Map<String, Evaluation> evaluations = new HashMap<>();
  private final Map<String, List<RightAnswers>> answers = new HashMap<>();
  private final Map<String, Analysis> analyses = new HashMap<>();
  private StudyReport.@Nullable Images images;

  private StudyResults(StudyReportPlan report) {
    this.report = report;
  }

  static StudyResults read(StudyReportPlan report, Artifacts artifacts, JsonMapper json) {
    var results = new StudyResults(report);
    report
        .artifacts()
        .forEach(
            (step, id) -> {
              var artifact =
                  artifacts
                      .find(id)
                      .orElseThrow(() -> new IllegalStateException("No artifact " + id));
              switch (artifact.kind()) {
                case TRAJECTORIES -> {
                  var card = json.treeToValue(artifact.attributes(), TrajectoriesCard.class);
                  results.images = new StudyReport.Images(card.train(), card.test());
                }
                case EVALUATION -> {
                  results.evaluations.put(
                      step,
                      json.readValue(artifacts.open(artifact, Evaluation.FILE), Evaluation.class));
                  results.answers.put(step, answers(artifacts, artifact));
                }
                case ANALYSIS ->
                    results.analyses.put(
                        step,
                        json.readValue(artifacts.open(artifact, Analysis.FILE), Analysis.class));
                default -> {}
              }
            });
    return results;
  }

  private static List<RightAnswers> answers(Artifacts artifacts, Artifact evaluation) {
    try {
      return RightAnswersFile.read(artifacts.open(evaluation, Evaluation.ANSWERS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StudyReportPlan report() {
    return report;
  }

  /** Those of every encoder's trajectories. */
  StudyReport.Images images() {
    return Objects.requireNonNull(images, "trajectories");
  }

  /**
   * Names of the trained encoders of an objective, in the order of their seeds.
   *
   * @param objective or {@link StudyLine#STATIC} or {@link StudyLine#ACTIVATIONS}
   */
  List<String> encoders(String objective) {
    var plan = report.plan();
    int seeds =
        switch (objective) {
          case StudyLine.STATIC -> plan.staticEncoders();
          case StudyLine.ACTIVATIONS -> plan.activations();
          default -> plan.encoderSeeds();
        };
    return IntStream.range(0, seeds).mapToObj(seed -> StudyLine.encoder(objective, seed)).toList();
  }

  /** The factors, in the data set's order. */
  List<String> factors() {
    return evaluation(StudyLine.heads(StudyLine.UNTRAINED)).results().stream()
        .map(EvaluationResult::factor)
        .distinct()
        .toList();
  }

  private Evaluation evaluation(String step) {
    return Objects.requireNonNull(evaluations.get(step), step);
  }

  private <T extends Analysis> T analysis(String step, Class<T> type) {
    return type.cast(Objects.requireNonNull(analyses.get(step), step));
  }

  /** What heads on an encoder's codes attend to, and how far that lies apart. */
  Analysis.OfDivergences divergences(String encoder) {
    return analysis(StudyLine.profiles(encoder), Analysis.OfDivergences.class);
  }

  /** What the codes of an objective's encoders tell about each other. */
  Analysis.OfInformation information(String objective) {
    return analysis(StudyLine.information(objective), Analysis.OfInformation.class);
  }

  /** Results of heads on one factor. */
  List<EvaluationResult> heads(String step, String factor) {
    return evaluation(step).results().stream().filter(r -> r.factor().equals(factor)).toList();
  }

  /** Which test images the heads of a result of that step get right, one each. */
  List<RightAnswers> answers(String step, EvaluationResult result) {
    int row = Objects.requireNonNull(result.answersRow(), "answers");
    return Objects.requireNonNull(answers.get(step), step)
        .subList(row, row + result.answersCount());
  }

  /** The MLPs on one factor, by time. */
  List<EvaluationResult> curve(String encoder, String factor) {
    return heads(StudyLine.heads(encoder), factor).stream()
        .filter(r -> r.head() == HeadKind.MLP)
        .toList();
  }

  Optional<EvaluationResult> head(String step, String factor, HeadKind kind) {
    return heads(step, factor).stream().filter(r -> r.head() == kind).findFirst();
  }

  /** Accuracy with that mask on one factor. */
  TestAccuracy masked(String encoder, String factor, int mask) {
    return masks(encoder).stream()
        .filter(m -> m.factor().equals(factor) && m.mask() == mask)
        .map(MaskResult::testAccuracy)
        .findFirst()
        .orElseThrow();
  }

  /** Of all factors. */
  List<MaskResult> masks(String encoder) {
    return analysis(StudyLine.masks(encoder), Analysis.OfMasks.class).masks();
  }

  /** What heads on an encoder's codes attend to. */
  FactorProfile profile(String encoder, String factor) {
    return divergences(encoder).profiles().stream()
        .filter(p -> p.factor().equals(factor))
        .findFirst()
        .orElseThrow();
  }

  /** One value an encoder. */
  <T> List<T> each(String objective, Function<String, T> value) {
    return encoders(objective).stream().map(value).toList();
  }
}
