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
   * Σ g·t / Σ g with g the accuracy above the commonest class, no less than 0. Its spread over
   * images is that of Σ w·accuracy with the derivatives w = (t − centre) / Σ g (delta method);
   * heads that fail on the same images make the parts of either sign cancel, so adding the two
   * parts' variances, each the most it can be, is a bound.
   *
   * @return empty where no t is better than the commonest class
   */
  private static Optional<ImageMean> centre(FactorFindings factor) {
    double sum = 0;
    double gains = 0;
    for (var reading : factor.curve(HeadKind.MLP)) {
      double gain = gain(factor, reading);
      gains += gain;
      sum += gain * Objects.requireNonNull(reading.t());
    }
    if (gains == 0) {
      return Optional.empty();
    }
    double centre = sum / gains;
    double later = 0;
    double earlier = 0;
    int images = Integer.MAX_VALUE;
    for (var reading : factor.curve(HeadKind.MLP)) {
      if (gain(factor, reading) > 0) {
        var accuracy = reading.onImages();
        double weight = (Objects.requireNonNull(reading.t()) - centre) / gains;
        later += Math.max(0, weight) * accuracy.deviation();
        earlier += Math.max(0, -weight) * accuracy.deviation();
        images = Math.min(images, accuracy.images());
      }
    }
    return Optional.of(new ImageMean(centre, Math.hypot(later, earlier), images));
  }

  private static double gain(FactorFindings factor, Reading reading) {
    return Math.max(0, reading.test().mean() - factor.majority());
  }
}
