package org.p2f.downstream.study.work.claims;

import java.util.ArrayList;
import java.util.List;
import org.p2f.downstream.study.EffectUnit;
import org.p2f.downstream.study.work.claims.StudyFindings.ObjectiveFindings;

/** C7: mutual information falls with the distance of t. */
final class DistanceRule implements Rule {

  @Override
  public Text text() {
    return new Text(
        "C7",
        "The codes tell the less about each other the further apart their t",
        "rank correlation of normalized mutual information with |t − t′|",
        EffectUnit.CORRELATION,
        "information");
  }

  @Override
  public Conclusion of(ObjectiveFindings findings) {
    var correlations = findings.encoders().stream().map(DistanceRule::correlation).toList();
    return Conclusion.byFirst(
        List.of(
            Bound.NEGATIVE.decide(findings.objective(), "", Effects.ofEncoders(correlations), "")));
  }

  private static double correlation(EncoderFindings encoder) {
    var times = encoder.times();
    var distances = new ArrayList<Double>();
    var values = new ArrayList<Double>();
    for (int i = 0; i < times.size(); i++) {
      for (int j = i + 1; j < times.size(); j++) {
        distances.add(Math.round(1e9 * (times.get(j) - times.get(i))) / 1e9); // equal ones tie
        values.add(encoder.normalized().get(i).get(j));
      }
    }
    return Ranks.correlation(distances, values);
  }
}
