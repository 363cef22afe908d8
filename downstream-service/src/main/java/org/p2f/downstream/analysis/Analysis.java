package org.p2f.downstream.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished analysis, as its artifact holds it.
 *
 * @param profiles of {@link AnalysisType#ATTENTION_PROFILE} and {@link AnalysisType#JENSEN_SHANNON}
 * @param masks of {@link AnalysisType#ATTENTION_MASK}
 * @param divergences of {@link AnalysisType#JENSEN_SHANNON}
 * @param information of {@link AnalysisType#MUTUAL_INFORMATION}
 * @param propagation of {@link AnalysisType#LABEL_PROPAGATION}
 */
public record Analysis(
    AnalysisType type,
    String trajectoriesId,
    List<Double> times,
    @Nullable List<FactorProfile> profiles,
    @Nullable List<MaskResult> masks,
    @Nullable Divergences divergences,
    @Nullable Information information,
    @Nullable List<PropagationResult> propagation) {

  /** The file inside the artifact. */
  public static final String FILE = "analysis.json";

  /** The same numbers as a table. */
  public static final String TABLE = "analysis.csv";

  /** Of profiles, a further table: what each attention head attends to. */
  public static final String HEADS_TABLE = "attention-heads.csv";

  /** Profiles of heads. */
  public static Analysis ofProfiles(
      String trajectoriesId, List<Double> times, List<FactorProfile> profiles) {
    return new Analysis(
        AnalysisType.ATTENTION_PROFILE, trajectoriesId, times, profiles, null, null, null, null);
  }

  /** Accuracies of masked heads. */
  public static Analysis ofMasks(
      String trajectoriesId, List<Double> times, List<MaskResult> masks) {
    return new Analysis(
        AnalysisType.ATTENTION_MASK, trajectoriesId, times, null, masks, null, null, null);
  }

  /** Profiles and how far they lie apart. */
  public static Analysis ofDivergences(
      String trajectoriesId,
      List<Double> times,
      List<FactorProfile> profiles,
      Divergences divergences) {
    return new Analysis(
        AnalysisType.JENSEN_SHANNON,
        trajectoriesId,
        times,
        profiles,
        null,
        divergences,
        null,
        null);
  }

  /** What codes tell about each other. */
  public static Analysis ofInformation(
      String trajectoriesId, List<Double> times, Information information) {
    return new Analysis(
        AnalysisType.MUTUAL_INFORMATION,
        trajectoriesId,
        times,
        null,
        null,
        null,
        information,
        null);
  }

  /** How far labels reach. */
  public static Analysis ofPropagation(
      String trajectoriesId, List<Double> times, List<PropagationResult> propagation) {
    return new Analysis(
        AnalysisType.LABEL_PROPAGATION, trajectoriesId, times, null, null, null, null, propagation);
  }
}
