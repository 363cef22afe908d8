package org.p2f.training.semisupervised.work;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.semisupervised.PseudoLabel;
import org.p2f.numerics.semisupervised.RoundResult;
import org.p2f.training.semisupervised.SemiSupervisedRound;
import org.p2f.training.semisupervised.SemiSupervisedRound.PseudoLabels;
import org.p2f.training.semisupervised.SemiSupervisedRound.Scores;

/** What rounds have brought, for people and their tools. */
final class Rounds {
  private Rounds() {}

  static SemiSupervisedRound of(RoundResult result) {
    var labels = result.pseudoLabels();
    return new SemiSupervisedRound(
        result.round(),
        result.steps(),
        labels == null
            ? null
            : new PseudoLabels(
                labels.propagatedAccuracy(),
                labels.accuracy(),
                labels.certainty(),
                labels.controlAccuracy(),
                labels.seconds()),
        scores(result.learner()),
        scores(result.control()));
  }

  private static Scores scores(RoundResult.Scores scores) {
    return new Scores(scores.testAccuracy(), scores.unlabelledAccuracy(), scores.seconds());
  }

  /** As CSV; what there is not is left empty. */
  static List<String> table(List<SemiSupervisedRound> rounds) {
    var lines = new ArrayList<String>();
    lines.add(
        "round,steps,test_accuracy,control_test_accuracy,unlabelled_accuracy,"
            + "control_unlabelled_accuracy,propagated_accuracy,pseudo_label_accuracy,"
            + "control_pseudo_label_accuracy,certainty,seconds,control_seconds,"
            + "pseudo_label_seconds");
    for (var round : rounds) {
      var found = round.pseudoLabels();
      lines.add(
          "%d,%d,%s,%s,%s,%s,%s,%s,%s,%s"
              .formatted(
                  round.round(),
                  round.steps(),
                  round.learner().testAccuracy(),
                  round.control().testAccuracy(),
                  round.learner().unlabelledAccuracy(),
                  round.control().unlabelledAccuracy(),
                  found == null
                      ? ",,,"
                      : "%s,%s,%s,%s"
                          .formatted(
                              found.propagatedAccuracy(),
                              found.accuracy(),
                              found.controlAccuracy(),
                              found.certainty()),
                  round.learner().seconds(),
                  round.control().seconds(),
                  found == null ? "" : found.seconds()));
    }
    return lines;
  }

  /** As CSV: the image's number in the data set, its class by number, and how certain it is. */
  static List<String> lines(List<PseudoLabel> labels) {
    var lines = new ArrayList<String>();
    lines.add("image,label,certainty,known");
    for (var label : labels) {
      lines.add(
          "%d,%d,%s,%b".formatted(label.image(), label.label(), label.certainty(), label.known()));
    }
    return lines;
  }
}
