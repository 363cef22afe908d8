package org.p2f.training.domain;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;

/** What a caller says about the score network; null leaves it to the preset. */
public record ScoreNetworkWish(
    @Nullable ScoreNetworkKind kind,
    @Nullable Integer features,
    @Nullable List<Integer> channelMultipliers,
    @Nullable Integer blocksPerLevel,
    @Nullable List<Integer> attentionResolutions,
    @Nullable Double dropout,
    @Nullable Embedding embedding,
    @Nullable Block residualBlocks,
    @Nullable ProgressiveOutput progressiveOutput,
    @Nullable ProgressiveInput progressiveInput,
    @Nullable Combination combination,
    @Nullable Boolean fir,
    @Nullable Boolean skipRescale,
    @Nullable Conditioning conditioning,
    @Nullable Double fourierScale,
    @Nullable Integer patchSize) {

  static final ScoreNetworkWish NONE =
      new ScoreNetworkWish(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);

  private static final List<Integer> PATCHES = List.of(1, 2, 4);

  /** All its normalisations have 32 groups. */
  private static final int FEATURES_OF_DDPM = 32;

  private static final int FEATURES_OF_OTHERS = 4;

  public ScoreNetworkWish {
    channelMultipliers = copyOf(channelMultipliers);
    attentionResolutions = copyOf(attentionResolutions);
  }

  private static @Nullable List<Integer> copyOf(@Nullable List<Integer> list) {
    return list == null ? null : List.copyOf(list);
  }

  void requireChoices(Violations violations) {
    violations.require(
        patchSize == null || PATCHES.contains(patchSize), "patchSize", "must be one of " + PATCHES);
  }

  ScoreNetworkPlan over(ScoreNetworkPlan preset) {
    ScoreNetworkKind chosen = Objects.requireNonNullElse(kind, preset.kind());
    return switch (chosen) {
      case NCSN_PLUS_PLUS -> uNet(chosen, preset, preset.features(), options(preset.options()));
      case DDPM -> {
        int times = Math.max(1, Math.ceilDiv(preset.features(), FEATURES_OF_DDPM));
        yield uNet(chosen, preset, times * FEATURES_OF_DDPM, ScoreNetworkOptions.DDPM);
      }
      case NCSN_V2 ->
          new ScoreNetworkPlan(
              Objects.requireNonNullElse(features, preset.features()),
              List.of(1, 2),
              2,
              List.of(),
              0,
              chosen,
              ScoreNetworkOptions.PUBLISHED);
    };
  }

  private ScoreNetworkPlan uNet(
      ScoreNetworkKind chosen,
      ScoreNetworkPlan preset,
      int defaultFeatures,
      ScoreNetworkOptions options) {
    return new ScoreNetworkPlan(
        Objects.requireNonNullElse(features, defaultFeatures),
        Objects.requireNonNullElse(channelMultipliers, preset.channelMultipliers()),
        Objects.requireNonNullElse(blocksPerLevel, preset.blocksPerLevel()),
        Objects.requireNonNullElse(attentionResolutions, preset.attentionResolutions()),
        Objects.requireNonNullElse(dropout, preset.dropout()),
        chosen,
        options);
  }

  private ScoreNetworkOptions options(ScoreNetworkOptions preset) {
    return new ScoreNetworkOptions(
        Objects.requireNonNullElse(embedding, preset.embedding()),
        Objects.requireNonNullElse(residualBlocks, preset.residualBlocks()),
        Objects.requireNonNullElse(progressiveOutput, preset.progressiveOutput()),
        Objects.requireNonNullElse(progressiveInput, preset.progressiveInput()),
        Objects.requireNonNullElse(combination, preset.combination()),
        Objects.requireNonNullElse(fir, preset.fir()),
        Objects.requireNonNullElse(skipRescale, preset.skipRescale()),
        Objects.requireNonNullElse(conditioning, preset.conditioning()),
        Objects.requireNonNullElse(fourierScale, preset.fourierScale()),
        Objects.requireNonNullElse(patchSize, preset.patchSize()));
  }

  /**
   * @param plan what this became part of
   */
  void requireConsistent(TrainingPlan plan, Contradictions contradictions) {
    ScoreNetworkPlan network = plan.scoreNetwork();
    boolean plusPlus = network.kind() == ScoreNetworkKind.NCSN_PLUS_PLUS;
    boolean v2 = network.kind() == ScoreNetworkKind.NCSN_V2;
    String choice = "only ncsn-plus-plus has a choice";
    String fixed = "its shape is fixed";
    contradictions
        .unless(plusPlus || embedding == null, "embedding", "scoreNetwork", choice)
        .unless(plusPlus || residualBlocks == null, "residualBlocks", "scoreNetwork", choice)
        .unless(plusPlus || progressiveOutput == null, "progressiveOutput", "scoreNetwork", choice)
        .unless(plusPlus || progressiveInput == null, "progressiveInput", "scoreNetwork", choice)
        .unless(plusPlus || combination == null, "combination", "scoreNetwork", choice)
        .unless(plusPlus || fir == null, "fir", "scoreNetwork", choice)
        .unless(plusPlus || skipRescale == null, "skipRescale", "scoreNetwork", choice)
        .unless(plusPlus || patchSize == null, "patchSize", "scoreNetwork", choice)
        .unless(!v2 || channelMultipliers == null, "channelMultipliers", "scoreNetwork", fixed)
        .unless(!v2 || blocksPerLevel == null, "blocksPerLevel", "scoreNetwork", fixed)
        .unless(!v2 || attentionResolutions == null, "attentionResolutions", "scoreNetwork", fixed)
        .unless(!v2 || dropout == null, "dropout", "scoreNetwork", "it has none")
        .unless(
            !v2 || plan.diffusion().explodes(),
            "scoreNetwork",
            "diffusion",
            "ncsn-v2 is told no time, which takes ve")
        .unless(
            network.options().combination() == Combination.SUM
                || network.options().progressiveInput() == ProgressiveInput.INPUT_SKIP,
            "combination",
            "progressiveInput",
            "only input-skip can be concatenated");
    int patch = Math.max(1, network.options().patchSize()); // what is below is refused already
    List<Integer> resolutions =
        IntStream.rangeClosed(0, network.halvings())
            .map(level -> (plan.images().size() / patch) >> level)
            .boxed()
            .toList();
    contradictions.unless(
        v2 || attentionResolutions == null || resolutions.containsAll(attentionResolutions),
        "attentionResolutions",
        "channelMultipliers",
        "the levels have %s pixels".formatted(resolutions));
    int multiple = network.kind() == ScoreNetworkKind.DDPM ? FEATURES_OF_DDPM : FEATURES_OF_OTHERS;
    contradictions.unless(
        network.features() % multiple == 0,
        "features",
        "scoreNetwork",
        "it takes multiples of %d, not %d".formatted(multiple, network.features()));
  }
}
