package org.p2f.downstream.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a study found of one factor in the codes of one objective's encoders, beside its controls.
 * Whatever is the best of several was chosen on validation images.
 *
 * @param encoders the objective
 * @param chance 1 / classes
 * @param majority test accuracy of always answering the commonest class
 * @param best the most accurate of all heads on the trained encoders' codes
 * @param single the MLP at the best single t
 * @param worst the MLP at the worst single t
 * @param mixing heads that read all t
 * @param spread {@code single} less {@code worst}: how much it matters which t is read
 * @param gain the best of {@code mixing} less {@code single}
 * @param untrained the most accurate of the same heads on an encoder that was never trained
 * @param overUntrained {@code best} less {@code untrained}
 * @param controls further ones that were measured
 */
public record Finding(
    String encoders,
    String factor,
    double chance,
    double majority,
    Reading best,
    Reading single,
    Reading worst,
    List<Reading> mixing,
    Contrast spread,
    Contrast gain,
    Reading untrained,
    Contrast overUntrained,
    List<Control> controls) {
  public Finding {
    mixing = List.copyOf(mixing);
    controls = List.copyOf(controls);
  }

  /**
   * How well one head reads.
   *
   * @param head as evaluations name it
   * @param t the one that it reads; null if it reads all
   */
  public record Reading(String head, @Nullable Double t, Estimate accuracy) {}

  /** What else may explain an accuracy. */
  public enum ControlKind {
    /** An MLP with as many parameters as the Transformer, at one t: is it the head's size? */
    WIDE_MLP,
    /** The MLPs of all t, whose mean probability answers: does it take a head that reads all t? */
    TIME_ENSEMBLE,
    /** Encoders of the same size that know no t: does it take a code that changes with t? */
    STATIC,
    /**
     * Activations of score networks that were trained without a code, noise and all (diffusion
     * features): does it take an encoder?
     */
    ACTIVATIONS
  }

  /**
   * @param over the trained encoders' codes less the control: as the best head reads them that
   *     reads all t, and beside activations, which the same heads read, as the best of all heads
   *     does
   */
  public record Control(ControlKind kind, Reading reading, Contrast over) {}
}
