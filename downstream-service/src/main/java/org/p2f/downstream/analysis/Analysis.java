package org.p2f.downstream.analysis;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A finished analysis, as its artifact holds it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Analysis.OfProfiles.class, name = "attention-profile"),
  @JsonSubTypes.Type(value = Analysis.OfMasks.class, name = "attention-mask"),
  @JsonSubTypes.Type(value = Analysis.OfDivergences.class, name = "jensen-shannon"),
  @JsonSubTypes.Type(value = Analysis.OfInformation.class, name = "mutual-information"),
  @JsonSubTypes.Type(value = Analysis.OfPropagation.class, name = "label-propagation")
})
public sealed interface Analysis {

  /** The file inside the artifact. */
  String FILE = "analysis.json";

  /** The same numbers as a table. */
  String TABLE = "analysis.csv";

  /** Of profiles, a further table: what each attention head attends to. */
  String HEADS_TABLE = "attention-heads.csv";

  String trajectoriesId();

  List<Double> times();

  default AnalysisType type() {
    return switch (this) {
      case OfProfiles _ -> AnalysisType.ATTENTION_PROFILE;
      case OfMasks _ -> AnalysisType.ATTENTION_MASK;
      case OfDivergences _ -> AnalysisType.JENSEN_SHANNON;
      case OfInformation _ -> AnalysisType.MUTUAL_INFORMATION;
      case OfPropagation _ -> AnalysisType.LABEL_PROPAGATION;
    };
  }

  /** With profiles of heads. */
  sealed interface Profiled extends Analysis {
    List<FactorProfile> profiles();
  }

  /** Profiles of heads. */
  record OfProfiles(String trajectoriesId, List<Double> times, List<FactorProfile> profiles)
      implements Profiled {}

  /** Accuracies of masked heads. */
  record OfMasks(String trajectoriesId, List<Double> times, List<MaskResult> masks)
      implements Analysis {}

  /** Profiles and how far they lie apart. */
  record OfDivergences(
      String trajectoriesId,
      List<Double> times,
      List<FactorProfile> profiles,
      Divergences divergences)
      implements Profiled {}

  /** What codes tell about each other. */
  record OfInformation(String trajectoriesId, List<Double> times, Information information)
      implements Analysis {}

  /** How far labels reach. */
  record OfPropagation(
      String trajectoriesId, List<Double> times, List<PropagationResult> propagation)
      implements Analysis {}
}
