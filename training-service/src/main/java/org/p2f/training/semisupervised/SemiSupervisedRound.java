package org.p2f.training.semisupervised;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a round has brought. */
@Schema(description = "A round of a semi-supervised run")
public record SemiSupervisedRound(
    @Schema(
            description =
                "Number of the round, from 1; 0 is the training on labelled images before the"
                    + " first.")
        int round,
    @Schema(description = "Number of steps that each classifier has done by the end of the round.")
        long steps,
    @Schema(description = "The labels that the round began with; left out before the first.")
        @Nullable PseudoLabels pseudoLabels,
    @Schema(description = "The classifier that learns from pseudo-labels too.") Scores learner,
    @Schema(
            description =
                "The control: a classifier that went on from the same start on labelled images"
                    + " alone, in as many steps.")
        Scores control) {

  /** Labels of the training images without a known one. */
  @Schema(description = "Pseudo-labels: labels of the training images without a known one")
  public record PseudoLabels(
      @Schema(
              description =
                  "Share of pseudo-labels that are right, 0 to 1, before classes are aligned.")
          double propagatedAccuracy,
      @Schema(description = "Share of pseudo-labels that are right, 0 to 1, as they are learnt.")
          double accuracy,
      @Schema(
              description =
                  "Mean of 1 less the entropy over its largest value, 0 to 1, of the pseudo-labels'"
                      + " distributions over classes.")
          double certainty,
      @Schema(
              description =
                  "Share of right pseudo-labels, 0 to 1, where the labels are spread over the"
                      + " control's features.")
          double controlAccuracy,
      @Schema(description = "Time in seconds that it took to find them.") double seconds) {}

  /** Of a classifier. */
  @Schema(description = "How well a classifier tells the factor")
  public record Scores(
      @Schema(description = "Share of test images whose class is told rightly, 0 to 1.")
          double testAccuracy,
      @Schema(
              description =
                  "Share of training images without a known label whose class is told rightly, 0 to"
                      + " 1.")
          double unlabelledAccuracy,
      @Schema(description = "Time in seconds of the round's training.") double seconds) {}
}
