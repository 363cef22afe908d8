package org.p2f.downstream.evaluation.work;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.evaluation.Difference;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.work.Accuracies;
import org.p2f.downstream.head.work.Convergences;
import org.p2f.downstream.head.work.HeadKinds;
import org.p2f.numerics.head.Accuracy;
import org.p2f.numerics.head.MemberResult;
import org.p2f.numerics.head.NearestNeighbours;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.numerics.head.Selection;
import org.p2f.numerics.head.SweepScore;

/** Gathers what encoders' heads gave at one label fraction. */
final class EvaluationReport {

  /** One encoder: its times, and for each factor what it gave. */
  private record Encoder(List<Double> times, List<TrainedFactor> factors) {}

  /**
   * A result, and its accuracies for pairing.
   *
   * @param heads that were trained for it, over encoders and seeds; may be none
   */
  private record Row(
      EvaluationResult result, List<MemberResult> heads, List<Double> units, List<Double> seeds) {

    Comparisons.Candidate candidate() {
      return new Comparisons.Candidate(
          result.encoder(),
          result.encoders(),
          result.head(),
          result.t(),
          result.validationAccuracy(),
          units,
          seeds);
    }
  }

  private final List<String> factors;
  private final double labelFraction;
  private final Map<EncoderRole, List<Encoder>> encoders = new EnumMap<>(EncoderRole.class);

  private final Map<Integer, List<Ensemble>> ensembles = new HashMap<>();

  EvaluationReport(List<String> factors, double labelFraction) {
    this.factors = factors;
    this.labelFraction = labelFraction;
  }

  /**
   * @param trained for each factor
   */
  void add(Sources.Source source, List<Double> times, List<TrainedFactor> trained) {
    encoders
        .computeIfAbsent(source.role(), role -> new ArrayList<>())
        .add(new Encoder(times, trained));
  }

  /** Number of encoders so far. */
  int encoders() {
    return encoders.values().stream().mapToInt(List::size).sum();
  }

  /**
   * @param answers to which those of the results' heads are added
   */
  List<EvaluationResult> results(List<RightAnswers> answers) {
    var results = new ArrayList<EvaluationResult>();
    for (int factor = 0; factor < factors.size(); factor++) {
      for (var row : rows(factor)) {
        results.add(
            row.heads().isEmpty() ? row.result() : row.result().withAnswersRow(answers.size()));
        row.heads().forEach(head -> answers.add(head.test()));
      }
    }
    return results;
  }

  List<Difference> differences() {
    return IntStream.range(0, factors.size())
        .boxed()
        .flatMap(
            factor ->
                new Comparisons(
                        factors.get(factor),
                        labelFraction,
                        rows(factor).stream().map(Row::candidate).toList())
                    .all().stream())
        .toList();
  }

  private List<Row> rows(int factor) {
    var rows = new ArrayList<Row>();
    encoders.forEach(
        (role, alike) -> {
          var trained = alike.stream().map(e -> e.factors().get(factor)).toList();
          var times = alike.getFirst().times();
          rows.addAll(heads(role, factor, times, trained));
          rows.addAll(neighbours(role, factor, times, trained));
        });
    ensembles.getOrDefault(factor, List.of()).forEach(e -> rows.add(ensemble(factor, e)));
    return rows;
  }

  private Row ensemble(int factor, Ensemble ensemble) {
    var alike = Objects.requireNonNull(encoders.get(EncoderRole.EVALUATED));
    var trained = alike.stream().map(e -> e.factors().get(factor)).toList();
    var times = alike.getFirst().times();
    var result =
        result(
            EncoderRole.EVALUATED,
            factor,
            times,
            trained,
            HeadKind.ENSEMBLE,
            times.get(ensemble.time()),
            ensemble.learningRate(),
            List.of(),
            ensemble.validationAccuracy(),
            Accuracy.ofSeeds(ensemble.accuracies(), ensemble.images()));
    return new Row(result, List.of(), ensemble.accuracies(), ensemble.accuracies());
  }

  /**
   * The MLPs of one time on the codes of all evaluated encoders, together.
   *
   * @param time as an index
   * @param validationAccuracy mean of the MLPs', each by itself
   * @param accuracies on test images, one for each seed of the heads
   * @param images number of test images
   */
  record Ensemble(
      int time,
      double learningRate,
      double validationAccuracy,
      List<Double> accuracies,
      int images) {}

  /** The best learning rate of the MLP at each time, on the evaluated encoders' codes. */
  List<SweepScore> mlps(int factor) {
    var alike = encoders.getOrDefault(EncoderRole.EVALUATED, List.of());
    var members = alike.stream().map(e -> e.factors().get(factor).members()).toList();
    return Selection.overEncoders(members).stream()
        .filter(score -> HeadKinds.of(score.head()) == HeadKind.MLP)
        .toList();
  }

  void addEnsembles(int factor, List<Ensemble> found) {
    ensembles.put(factor, List.copyOf(found));
  }

  private List<Row> heads(
      EncoderRole role, int factor, List<Double> times, List<TrainedFactor> trained) {
    var rows = new ArrayList<Row>();
    for (var score :
        Selection.overEncoders(trained.stream().map(TrainedFactor::members).toList())) {
      @Nullable Double t = HeadKinds.time(score.head()).map(times::get).findFirst().orElse(null);
      rows.add(
          new Row(
              result(
                  role,
                  factor,
                  times,
                  trained,
                  HeadKinds.of(score.head()),
                  t,
                  score.learningRate(),
                  score.all(),
                  score.validationAccuracy(),
                  score.test()),
              score.all(),
              score.units(),
              score.seeds()));
    }
    return rows;
  }

  private List<Row> neighbours(
      EncoderRole role, int factor, List<Double> times, List<TrainedFactor> trained) {
    Map<Integer, List<List<NearestNeighbours.Result>>> byTime = new LinkedHashMap<>();
    for (var encoder : trained) {
      for (int time = 0; time < times.size(); time++) {
        int wanted = time;
        var mine = encoder.neighbours().stream().filter(n -> n.time() == wanted).toList();
        if (!mine.isEmpty()) {
          byTime.computeIfAbsent(time, k -> new ArrayList<>()).add(mine);
        }
      }
    }
    var rows = new ArrayList<Row>();
    byTime.forEach(
        (time, found) -> {
          var units =
              found.size() == 1
                  ? found.getFirst().stream().map(NearestNeighbours.Result::testAccuracy).toList()
                  : found.stream().map(EvaluationReport::meanTest).toList();
          double validation =
              found.stream()
                  .flatMap(List::stream)
                  .mapToDouble(NearestNeighbours.Result::validationAccuracy)
                  .average()
                  .orElseThrow();
          int images = found.getFirst().getFirst().testImages();
          rows.add(
              new Row(
                  result(
                      role,
                      factor,
                      times,
                      trained,
                      HeadKind.NEIGHBOURS,
                      times.get(time),
                      null,
                      List.of(),
                      validation,
                      Accuracy.ofSeeds(units, images)),
                  List.of(),
                  units,
                  units));
        });
    return rows;
  }

  private static double meanTest(List<NearestNeighbours.Result> seeds) {
    return seeds.stream()
        .mapToDouble(NearestNeighbours.Result::testAccuracy)
        .average()
        .orElseThrow();
  }

  /**
   * @param heads that were trained for it, over encoders and seeds; may be none
   */
  private EvaluationResult result(
      EncoderRole role,
      int factor,
      List<Double> times,
      List<TrainedFactor> trained,
      HeadKind head,
      @Nullable Double t,
      @Nullable Double learningRate,
      List<MemberResult> heads,
      double validationAccuracy,
      Accuracy test) {
    var baselines = trained.getFirst().baselines();
    return new EvaluationResult(
        role,
        trained.size(),
        head,
        factors.get(factor),
        labelFraction,
        t,
        t == null ? times.size() : 1,
        learningRate,
        heads.stream().map(MemberResult::bestStep).toList(),
        heads.stream().map(MemberResult::steps).toList(),
        heads.isEmpty() ? null : Convergences.of(heads),
        null,
        validationAccuracy,
        Accuracies.of(test),
        baselines.chance(),
        baselines.majority());
  }
}
