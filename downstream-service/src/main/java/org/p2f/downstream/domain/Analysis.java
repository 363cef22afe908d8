package org.p2f.downstream.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished analysis, as its artifact holds it.
 *
 * @param profiles of {@link AnalysisType#ATTENTION_PROFILE}
 * @param masks of {@link AnalysisType#ATTENTION_MASK}
 */
public record Analysis(
    AnalysisType type,
    String trajectoriesId,
    List<Double> times,
    @Nullable List<FactorProfile> profiles,
    @Nullable List<MaskResult> masks) {

  /** The file inside the artifact. */
  public static final String FILE = "analysis.json";
}
