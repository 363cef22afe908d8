package org.p2f.downstream.study.work;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.downstream.study.work.claims.EncoderFindings;
import org.p2f.downstream.study.work.claims.FactorFindings;
import org.p2f.downstream.study.work.claims.Reading;
import org.p2f.downstream.study.work.claims.StudyFindings;

/** What a study's claims are decided from, gathered from its results. */
final class ClaimFindings {
  private final StudyResults results;
  private final StudyPlan plan;

  private ClaimFindings(StudyResults results) {
    this.results = results;
    this.plan = results.report().plan();
  }

  static StudyFindings of(StudyResults results) {
    return new ClaimFindings(results).all();
  }

  private StudyFindings all() {
    return new StudyFindings(
        plan.coarseFactors(),
        plan.fineFactors(),
        plan.objectives().stream()
            .map(
                objective ->
                    new StudyFindings.ObjectiveFindings(
                        objective,
                        IntStream.range(0, plan.encoderSeeds())
                            .mapToObj(seed -> encoder(objective, seed))
                            .toList()))
            .toList(),
        plan.activations() == 0 ? null : activations());
  }

  private StudyFindings.ObjectiveFindings activations() {
    return new StudyFindings.ObjectiveFindings(
        StudyLine.ACTIVATIONS,
        results.each(
            StudyLine.ACTIVATIONS,
            network ->
                new EncoderFindings(
                    results.factors().stream().map(factor -> headsAlone(network, factor)).toList(),
                    List.of(),
                    List.of())));
  }

  private FactorFindings headsAlone(String network, String factor) {
    var step = StudyLine.heads(network);
    return new FactorFindings(
        factor,
        results.heads(step, factor).getFirst().majority(),
        readings(step, factor),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  private EncoderFindings encoder(String objective, int seed) {
    var analysis = results.information(objective);
    var information = analysis.information().encoders().get(seed);
    return new EncoderFindings(
        results.factors().stream().map(factor -> factor(objective, seed, factor)).toList(),
        analysis.times(),
        information.normalized());
  }

  private FactorFindings factor(String objective, int seed, String factor) {
    var encoder = StudyLine.encoder(objective, seed);
    var heads = results.heads(StudyLine.heads(encoder), factor);
    return new FactorFindings(
        factor,
        heads.getFirst().majority(),
        readings(StudyLine.heads(encoder), factor),
        plan.granularities().stream()
            .collect(Collectors.toMap(Function.identity(), n -> coarser(encoder, n, factor))),
        results.masks(encoder).stream()
            .filter(m -> m.factor().equals(factor))
            .collect(Collectors.toMap(MaskResult::mask, MaskResult::testAccuracy)),
        results.profile(encoder, factor).seeds(),
        statics(objective, seed, factor));
  }

  private Reading coarser(String encoder, int grid, String factor) {
    var step = StudyLine.granularity(encoder, grid);
    return readings(step, factor).stream()
        .filter(reading -> reading.head() == HeadKind.TRANSFORMER)
        .findFirst()
        .orElseThrow();
  }

  /** Static encoders are trained for the first objective alone. */
  private List<Reading> statics(String objective, int seed, String factor) {
    boolean there = objective.equals(plan.objectives().getFirst()) && seed < plan.staticEncoders();
    var step = StudyLine.heads(StudyLine.encoder(StudyLine.STATIC, seed));
    return there ? readings(step, factor) : List.of();
  }

  private List<Reading> readings(String step, String factor) {
    return results.heads(step, factor).stream()
        .map(result -> Reading.of(result, results.answers(step, result)))
        .toList();
  }
}
