package org.p2f.downstream.evaluation;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.head.RateSelection;

/**
 * Encoders × heads × factors × label fractions × learning rates × seeds, with every default filled
 * in.
 *
 * @param times of the trajectories that heads read, those of static encoders excepted; all if
 *     empty, as in plans of before
 * @param learningRates each in (0, 1]; the best by validation accuracy is reported
 * @param headLearningRates the same for single kinds of head, in place of those
 * @param rateSelection how the best is found over encoders of one role
 * @param labelFractions each in (0, 1]: the share of training images whose labels are learned from
 * @param neighbours that vote, of {@link HeadKind#NEIGHBOURS}
 */
public record EvaluationPlan(
    Sources sources,
    @Nullable List<Double> times,
    List<String> factors,
    List<HeadKind> heads,
    List<Double> learningRates,
    Map<HeadKind, List<Double>> headLearningRates,
    RateSelection rateSelection,
    List<Double> labelFractions,
    int neighbours,
    HeadTraining training) {
  public static final int MOST_ENCODERS = 40;
  public static final int MOST_FRACTIONS = 16;
  public static final int MOST_NEIGHBOURS = 1000;

  /** Heads that are trained, all together. */
  public static final long MOST_HEADS = 200_000;

  public static final int DEFAULT_NEIGHBOURS = 20;

  /** As published: every label. */
  public static final List<Double> DEFAULT_LABEL_FRACTIONS = List.of(1.0);

  public EvaluationPlan {
    times = times == null ? null : List.copyOf(times);
    factors = List.copyOf(factors);
    heads = List.copyOf(heads);
    learningRates = List.copyOf(learningRates);
    headLearningRates = Collections.unmodifiableMap(new TreeMap<>(headLearningRates));
    labelFractions = List.copyOf(labelFractions);
  }

  /**
   * @param cards of all trajectories by id
   * @throws InvalidPlan with everything that keeps it from being carried out on those trajectories
   */
  public EvaluationPlan checkedOn(Map<String, TrajectoriesCard> cards) {
    var first = card(cards, sources.trajectoriesId());
    var violations =
        new Violations()
            .require(!heads.isEmpty(), "heads", "must name at least one")
            .require(new HashSet<>(heads).size() == heads.size(), "heads", "names one twice")
            .require(
                1 <= neighbours && neighbours <= MOST_NEIGHBOURS,
                "neighbours",
                "must be 1 to " + MOST_NEIGHBOURS);
    if (heads.contains(HeadKind.ENSEMBLE)) {
      violations
          .require(heads.contains(HeadKind.MLP), "heads", "ensemble is made of mlp: name it too")
          .require(
              !sources.furtherTrajectoriesIds().isEmpty(),
              "furtherTrajectoriesIds",
              "an ensemble needs encoders of several seeds");
    }
    violations.require(
        !heads.contains(HeadKind.TIME_ENSEMBLE) || heads.contains(HeadKind.MLP),
        "heads",
        "time-ensemble is made of mlp: name it too");
    checkTimes(first, violations);
    HeadTraining.checkRates(learningRates, "learningRates", violations);
    headLearningRates.forEach(
        (kind, rates) -> {
          var field = "headLearningRates." + kind.spelled();
          violations.require(
              heads.contains(kind) && kind.isTrained(), field, "is no head that is trained here");
          HeadTraining.checkRates(rates, field, violations);
        });
    HeadTraining.checkShares(labelFractions, MOST_FRACTIONS, "labelFractions", violations);
    training.check(violations);
    first.check(factors, violations);
    checkSources(cards, first, violations);
    long count = headCount(cards);
    violations.require(
        count <= MOST_HEADS,
        "heads",
        "the plan has %d heads to train, at most %d".formatted(count, MOST_HEADS));
    violations.refuse();
    return this;
  }

  @Override
  public List<Double> times() {
    return Objects.requireNonNullElse(times, List.of());
  }

  /** The learning rates that are tried for a kind of head. */
  public List<Double> learningRates(HeadKind kind) {
    return headLearningRates.getOrDefault(kind, learningRates);
  }

  /** Which times of a source's trajectories are read; all if empty. */
  public List<Double> times(Sources.Source source) {
    return source.role() == EncoderRole.STATIC ? List.of() : times();
  }

  /** Heads to train, all together. */
  public long headCount(Map<String, TrajectoriesCard> cards) {
    return sources.all().stream()
            .mapToLong(
                source ->
                    heads.stream()
                        .filter(HeadKind::isTrained)
                        .mapToLong(
                            k ->
                                (k.readsOne() ? timeCount(source, cards) : 1L)
                                    * training.seedsOf(k)
                                    * learningRates(k).size())
                        .sum())
            .sum()
        * factors.size()
        * labelFractions.size();
  }

  private int timeCount(Sources.Source source, Map<String, TrajectoriesCard> cards) {
    var some = times(source);
    return some.isEmpty() ? card(cards, source.trajectoriesId()).times().size() : some.size();
  }

  private void checkTimes(TrajectoriesCard first, Violations violations) {
    var times = times();
    violations.require(!times.isEmpty(), "times", "must name at least one");
    for (int i = 0; i < times.size(); i++) {
      var one = "times[%d]".formatted(i);
      violations
          .require(
              first.times().contains(times.get(i)),
              one,
              "is not among those of the trajectories: %s".formatted(first.times()))
          .require(times.indexOf(times.get(i)) == i, one, "is given twice");
    }
  }

  private static TrajectoriesCard card(Map<String, TrajectoriesCard> cards, String id) {
    return Objects.requireNonNull(cards.get(id));
  }

  private void checkSources(
      Map<String, TrajectoriesCard> cards, TrajectoriesCard first, Violations violations) {
    var seen = new HashSet<String>();
    seen.add(sources.trajectoriesId());
    violations.require(
        sources.ids().size() <= MOST_ENCODERS,
        "furtherTrajectoriesIds",
        "with the controls there may be %d trajectories".formatted(MOST_ENCODERS));
    check(
        "furtherTrajectoriesIds", sources.furtherTrajectoriesIds(), cards, first, seen, violations);
    check(
        "untrainedTrajectoriesIds",
        sources.untrainedTrajectoriesIds(),
        cards,
        first,
        seen,
        violations);
    check("staticTrajectoriesIds", sources.staticTrajectoriesIds(), cards, first, seen, violations);
  }

  private static void check(
      String field,
      List<String> ids,
      Map<String, TrajectoriesCard> cards,
      TrajectoriesCard first,
      HashSet<String> seen,
      Violations violations) {
    for (int i = 0; i < ids.size(); i++) {
      var card = card(cards, ids.get(i));
      var one = "%s[%d]".formatted(field, i);
      violations
          .require(seen.add(ids.get(i)), one, "is given twice")
          .require(
              card.train() == first.train()
                  && card.test() == first.test()
                  && card.factors().equals(first.factors()),
              one,
              "is not of the same images and factors as trajectoriesId")
          .require(
              field.startsWith("static") || card.times().equals(first.times()),
              one,
              "has other times than trajectoriesId");
    }
  }
}
