package org.p2f.downstream.study.work.claims;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a study found, as plain numbers.
 *
 * @param coarse factors whose answer shows in large parts of an image
 * @param fine factors that are told by details, such as a class
 * @param objectives in the plan's order, that which decides first
 * @param activations of score networks without a code, of which heads alone were measured; null if
 *     the study has none
 */
public record StudyFindings(
    List<String> coarse,
    List<String> fine,
    List<ObjectiveFindings> objectives,
    @Nullable ObjectiveFindings activations) {

  /**
   * @param encoders in the order of their seeds, at least one
   */
  public record ObjectiveFindings(String objective, List<EncoderFindings> encoders) {
    public ObjectiveFindings {
      encoders = List.copyOf(encoders);
    }
  }

  public StudyFindings {
    coarse = List.copyOf(coarse);
    fine = List.copyOf(fine);
    objectives = List.copyOf(objectives);
  }

  /** The factors, in the data set's order. */
  List<String> factors() {
    return objectives.getFirst().encoders().getFirst().factors().stream()
        .map(FactorFindings::factor)
        .toList();
  }
}
