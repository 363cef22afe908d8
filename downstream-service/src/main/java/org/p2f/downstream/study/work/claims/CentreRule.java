package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.study.Decision;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/** C6: coarse factors are read at higher t than fine ones. */
record CentreRule(List<String> coarse, List<String> fine) implements Rule {

  @Override
  public Text text() {
    return new Text(
        "C6",
        "High t tells the coarse, low t the fine",
        "mean t weighted by the MLPs' accuracy above the commonest class: that of coarse factors"
            + " less that of fine ones",
        EffectUnit.TIME,
        "accuracy");
  }

  @Override
  public Conclusion of(ObjectiveFindings findings) {
    return Conclusion.byFirst(List.of(decide(findings)));
  }

  private Decision decide(ObjectiveFindings findings) {
    var objective = findings.objective();
    if (coarse.isEmpty() || fine.isEmpty()) {
      return Bound.POSITIVE.unmeasured(
          objective, "", "The data set has no coarse and fine factors to compare.");
    }
    var differences =
        findings.encoders().stream().flatMap(encoder -> difference(encoder).stream()).toList();
    if (differences.size() < findings.encoders().size()) {
      return Bound.POSITIVE.unmeasured(
          objective, "", "Some factor is read nowhere better than by naming the commonest class.");
    }
    return Bound.POSITIVE.decide(
        objective,
        "",
        Effects.ofImages(differences),
        "Coarse: %s. Fine: %s.".formatted(String.join(", ", coarse), String.join(", ", fine)));
  }

  private Optional<ImageMean> difference(EncoderFindings encoder) {
    var high = encoder.factors(coarse).stream().flatMap(f -> centre(f).stream()).toList();
    var low = encoder.factors(fine).stream().flatMap(f -> centre(f).stream()).toList();
    return high.size() < coarse.size() || low.size() < fine.size()
        ? Optional.empty()
        : Optional.of(ImageMean.average(high).minus(ImageMean.average(low)));
  }

  /**
   * Σ g·t / Σ g with g the accuracy above the commonest class, no less than 0. It varies over
   * images as Σ w·accuracy does, with the derivatives w = (t − centre) / Σ g (delta method).
   *
   * @return empty where no t is better than the commonest class
   */
  private static Optional<ImageMean> centre(FactorFindings factor) {
    var better =
        factor.of(HeadKind.MLP).stream().filter(reading -> gain(factor, reading) > 0).toList();
    if (better.isEmpty()) {
      return Optional.empty();
    }
    double gains = better.stream().mapToDouble(reading -> gain(factor, reading)).sum();
    double centre =
        better.stream().mapToDouble(reading -> gain(factor, reading) * t(reading)).sum() / gains;
    return Optional.of(
        ImageMean.combined(
            centre,
            better.stream().map(Reading::onImages).toList(),
            better.stream().map(reading -> (t(reading) - centre) / gains).toList()));
  }

  private static double t(Reading reading) {
    return Objects.requireNonNull(reading.t());
  }

  private static double gain(FactorFindings factor, Reading reading) {
    return Math.max(0, reading.test().mean() - factor.majority());
  }
}
