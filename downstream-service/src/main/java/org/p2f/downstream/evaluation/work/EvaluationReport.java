package org.p2f.downstream.evaluation.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.p2f.numerics.statistics.Sample;
import org.p2f.spec.head.RateSelection;

/** Gathers what encoders' heads gave at one label fraction. */
final class EvaluationReport {

  /** One encoder: its times, and for each factor what it gave. */
  private record Encoder(List<Double> times, List<TrainedFactor> factors) {}

  /** Ensembles of one factor on the codes of encoders of one role. */
  private record Found(EncoderRole role, int factor, List<Ensemble> ensembles) {}

  /**
   * A result, and its accuracies for pairing.
   *
   * @param answers over encoders and seeds; none where they were not kept
   */
  private record Row(
      EvaluationResult result, List<RightAnswers> answers, List<Double> units, List<Double> seeds) {

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
  private final RateSelection selection;
  private final Map<EncoderRole, List<Encoder>> encoders = new EnumMap<>(EncoderRole.class);

  private final List<Found> ensembles = new ArrayList<>();

  EvaluationReport(List<String> factors, double labelFraction, RateSelection selection) {
    this.factors = factors;
    this.labelFraction = labelFraction;
    this.selection = selection;
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
            row.answers().isEmpty()
                ? row.result()
                : row.result().withAnswers(answers.size(), row.answers().size()));
        answers.addAll(row.answers());
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
    for (var found : ensembles) {
      if (found.factor() == factor) {
        found.ensembles().forEach(e -> rows.add(ensemble(found.role(), factor, e)));
      }
    }
    return rows;
  }

  private Row ensemble(EncoderRole role, int factor, Ensemble ensemble) {
    var alike = Objects.requireNonNull(encoders.get(role));
    var times = alike.getFirst().times();
    var result =
        result(
            role,
            factor,
            times,
            alike.stream().map(e -> e.factors().get(factor)).toList(),
            ensemble.head(),
            ensemble.time() == null ? null : times.get(ensemble.time()),
            ensemble.learningRates(),
            List.of(),
            ensemble.validationAccuracy(),
            ensemble.test(),
            ensemble.units());
    return new Row(result, ensemble.all(), ensemble.units(), ensemble.seeds());
  }

  /** Roles of the encoders so far. */
  Set<EncoderRole> roles() {
    return Collections.unmodifiableSet(encoders.keySet());
  }

  /** The best learning rates of the MLP at each time, on the codes of encoders of that role. */
  List<SweepScore> mlps(EncoderRole role, int factor) {
    var members =
        Objects.requireNonNull(encoders.get(role)).stream()
            .map(e -> e.factors().get(factor).members())
            .toList();
    return Selection.overEncoders(members, selection).stream()
        .filter(score -> HeadKinds.of(score.head()) == HeadKind.MLP)
        .toList();
  }

  void addEnsembles(EncoderRole role, int factor, List<Ensemble> found) {
    ensembles.add(new Found(role, factor, List.copyOf(found)));
  }

  private List<Row> heads(
      EncoderRole role, int factor, List<Double> times, List<TrainedFactor> trained) {
    var rows = new ArrayList<Row>();
    for (var score :
        Selection.overEncoders(trained.stream().map(TrainedFactor::members).toList(), selection)) {
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
                  score.learningRates(),
                  score.all(),
                  score.validationAccuracy(),
                  score.test(),
                  score.units()),
              score.all().stream().map(MemberResult::test).toList(),
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
                      List.of(),
                      List.of(),
                      validation,
                      Accuracy.ofSeeds(units, images),
                      units),
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
   * @param learningRates for each encoder; none where nothing was trained for it, or more than one
   *     was for each
   * @param heads that were trained for it, over encoders and seeds; may be none
   * @param units accuracies of encoders if there are several and they do not answer together
   */
  private EvaluationResult result(
      EncoderRole role,
      int factor,
      List<Double> times,
      List<TrainedFactor> trained,
      HeadKind head,
      @Nullable Double t,
      List<Double> learningRates,
      List<MemberResult> heads,
      double validationAccuracy,
      Accuracy test,
      List<Double> units) {
    var baselines = trained.getFirst().baselines();
    long rates = learningRates.stream().distinct().count();
    boolean ofEncoders = trained.size() > 1 && head != HeadKind.ENSEMBLE;
    return new EvaluationResult(
        role,
        trained.size(),
        head,
        factors.get(factor),
        labelFraction,
        t,
        t == null ? times.size() : 1,
        rates == 1 ? learningRates.getFirst() : null,
        rates > 1 ? learningRates : null,
        heads.stream().map(MemberResult::bestStep).toList(),
        heads.stream().map(MemberResult::steps).toList(),
        heads.isEmpty() ? null : Convergences.of(heads),
        null,
        0,
        validationAccuracy,
        Accuracies.of(test),
        ofEncoders ? new Sample(units).median() : null,
        baselines.chance(),
        baselines.majority());
  }
}
