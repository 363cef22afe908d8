package org.p2f.downstream.study.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.study.Finding;
import org.p2f.downstream.study.StudyLine;
import org.p2f.numerics.head.RightAnswers;

/** What a study found of each factor, beside its controls. */
final class Findings {
  private final StudyResults results;
  private final String objective;
  private final String factor;
  private final List<String> encoders;

  private Findings(StudyResults results, String objective, String factor) {
    this.results = results;
    this.objective = objective;
    this.factor = factor;
    this.encoders = results.encoders(objective);
  }

  static List<Finding> of(StudyResults results) {
    var found = new ArrayList<Finding>();
    for (var objective : results.report().plan().objectives()) {
      for (var factor : results.factors()) {
        found.add(new Findings(results, objective, factor).finding());
      }
    }
    return found;
  }

  /**
   * One head at one t, or at all.
   *
   * @param validation mean over encoders
   * @param test one an encoder
   * @param answers of each encoder's heads
   */
  private record Candidate(
      HeadKind head,
      @Nullable Double t,
      double validation,
      List<TestAccuracy> test,
      List<List<RightAnswers>> answers) {

    /** Of equals, at a ceiling say, one that reads all t: it has more to go by. */
    private static final Comparator<Candidate> BY_VALIDATION =
        Comparator.comparingDouble(Candidate::validation).thenComparing(c -> c.t() == null);

    static Candidate of(List<Tested> tested) {
      var encoders = tested.stream().map(Tested::result).toList();
      var first = encoders.getFirst();
      return new Candidate(
          first.head(),
          first.t(),
          encoders.stream()
              .mapToDouble(EvaluationResult::validationAccuracy)
              .average()
              .orElseThrow(),
          encoders.stream().map(EvaluationResult::testAccuracy).toList(),
          tested.stream().map(Tested::answers).toList());
    }

    Finding.Reading reading() {
      return new Finding.Reading(head.spelled(), t, Estimates.ofAccuracies(test));
    }

    Candidate first(int count) {
      return new Candidate(head, t, validation, test.subList(0, count), answers.subList(0, count));
    }
  }

  /** One encoder's heads of one kind, which differ in their seed alone. */
  private record Tested(EvaluationResult result, List<RightAnswers> answers) {}

  private Finding finding() {
    var trained = candidates(encoders);
    var any = results.heads(StudyLine.heads(encoders.getFirst()), factor).getFirst();
    var single = best(trained, Findings::isSingle);
    var worst =
        trained.stream().filter(Findings::isSingle).min(Candidate.BY_VALIDATION).orElseThrow();
    var mixing = best(trained, Findings::isMixing);
    var best = best(trained, c -> isSingle(c) || isMixing(c));
    var untrained = best(candidates(List.of(StudyLine.UNTRAINED)), c -> isSingle(c) || isMixing(c));
    return new Finding(
        objective,
        factor,
        any.chance(),
        any.majority(),
        best.reading(),
        single.reading(),
        worst.reading(),
        trained.stream().filter(Findings::isMixing).map(Candidate::reading).toList(),
        Contrasts.paired(single.answers(), worst.answers()),
        Contrasts.paired(mixing.answers(), single.answers()),
        untrained.reading(),
        Contrasts.with(best.answers(), untrained.answers().getFirst()),
        controls(trained, mixing, best));
  }

  private List<Finding.Control> controls(
      List<Candidate> trained, Candidate mixing, Candidate best) {
    var controls = new ArrayList<Finding.Control>();
    if (trained.stream().anyMatch(c -> c.head() == HeadKind.WIDE_MLP)) {
      var wide = best(trained, c -> c.head() == HeadKind.WIDE_MLP);
      controls.add(
          new Finding.Control(
              Finding.ControlKind.WIDE_MLP,
              wide.reading(),
              Contrasts.paired(mixing.answers(), wide.answers())));
    }
    if (trained.stream().anyMatch(c -> c.head() == HeadKind.TIME_ENSEMBLE)) {
      var ensemble = best(trained, c -> c.head() == HeadKind.TIME_ENSEMBLE);
      controls.add(
          new Finding.Control(
              Finding.ControlKind.TIME_ENSEMBLE,
              ensemble.reading(),
              Contrasts.paired(mixing.answers(), ensemble.answers())));
    }
    var statics = results.encoders(StudyLine.STATIC);
    boolean ofThisObjective = objective.equals(results.report().plan().objectives().getFirst());
    if (ofThisObjective && !statics.isEmpty()) {
      var fixed = best(candidates(statics), Findings::isSingle);
      controls.add(
          new Finding.Control(
              Finding.ControlKind.STATIC,
              fixed.reading(),
              Contrasts.paired(mixing.first(statics.size()).answers(), fixed.answers())));
    }
    var networks = results.encoders(StudyLine.ACTIVATIONS);
    if (ofThisObjective && !networks.isEmpty()) {
      var activations = best(candidates(networks), c -> isSingle(c) || isMixing(c));
      controls.add(
          new Finding.Control(
              Finding.ControlKind.ACTIVATIONS,
              activations.reading(),
              Contrasts.paired(best.first(networks.size()).answers(), activations.answers())));
    }
    return controls;
  }

  private static boolean isSingle(Candidate candidate) {
    return candidate.head() == HeadKind.MLP;
  }

  private static boolean isMixing(Candidate candidate) {
    return candidate.head().mixes();
  }

  private static Candidate best(List<Candidate> candidates, Predicate<Candidate> which) {
    return candidates.stream().filter(which).max(Candidate.BY_VALIDATION).orElseThrow();
  }

  /** Every head of those encoders, in an order of its own. */
  private List<Candidate> candidates(List<String> names) {
    Map<List<Object>, List<Tested>> byHead = new LinkedHashMap<>();
    for (var encoder : names) {
      var step = StudyLine.heads(encoder);
      for (var result : results.heads(step, factor)) {
        byHead
            .computeIfAbsent(
                List.of(result.head(), String.valueOf(result.t())), _ -> new ArrayList<>())
            .add(new Tested(result, results.answers(step, result)));
      }
    }
    return byHead.values().stream().map(Candidate::of).toList();
  }
}
