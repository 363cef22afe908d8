package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.ScoreNetworkPlan;

/** What a caller says about the score network; null leaves it to the preset. */
@Schema(description = "The score network, which is told the code")
public record ScoreNetworkSettings(
    @Schema(description = "Family of the score network. Defaults to the preset's.")
        ScoreNetworkPlan.@Nullable Kind kind,
    @Schema(
            description =
                "Number of channels of the finest level, 4 to 512: a multiple of 4, for `ddpm` of"
                    + " 32. Defaults to the preset's, for `ddpm` rounded up.")
        @Min(4)
        @Max(512)
        @Nullable Integer features,
    @Schema(
            description =
                "Channels of each level as a multiple of features, 1 to 7 levels; each level has"
                    + " half the resolution of the one before. Fixed for `ncsn-v2`. Defaults to the"
                    + " preset's.")
        @Size(min = 1, max = 7)
        @Nullable List<@Min(1) @Max(16) Integer> channelMultipliers,
    @Schema(
            description =
                "Number of residual blocks of each level on the way down, 1 to 16. Fixed for"
                    + " `ncsn-v2`. Defaults to the preset's.")
        @Min(1)
        @Max(16)
        @Nullable Integer blocksPerLevel,
    @Schema(
            description =
                "Heights in pixels (with patches, in patches) of the levels whose blocks are"
                    + " followed by attention. Fixed for `ncsn-v2`. Defaults to the preset's.")
        @Nullable List<@Min(1) Integer> attentionResolutions,
    @Schema(
            description =
                "Probability of dropout in training, from 0 to below 1. Fixed for `ncsn-v2`."
                    + " Defaults to the preset's.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double dropout,
    @Valid @Nullable UNetSettings options) {

  static final ScoreNetworkSettings NONE =
      new ScoreNetworkSettings(null, null, null, null, null, null, null);

  /** All its normalisations have 32 groups. */
  private static final int FEATURES_OF_DDPM = 32;

  private static final int FEATURES_OF_OTHERS = 4;

  public ScoreNetworkSettings {
    channelMultipliers = channelMultipliers == null ? null : List.copyOf(channelMultipliers);
    attentionResolutions = attentionResolutions == null ? null : List.copyOf(attentionResolutions);
  }

  void requireChoices(Violations violations) {
    requireNonNullElse(options, UNetSettings.NONE).requireChoices(violations);
  }

  ScoreNetworkPlan over(ScoreNetworkPlan preset, Violations violations) {
    ScoreNetworkPlan.Kind chosen = requireNonNullElse(kind, preset.kind());
    UNetSettings said = requireNonNullElse(options, UNetSettings.NONE);
    return switch (chosen) {
      case NCSN_PLUS_PLUS ->
          uNet(chosen, preset, preset.features(), said.over(preset.options(), violations));
      case DDPM -> {
        int times = Math.max(1, Math.ceilDiv(preset.features(), FEATURES_OF_DDPM));
        UNetOptions own = DdpmSpec.options();
        said.requireNothingBut(own, violations);
        yield uNet(chosen, preset, times * FEATURES_OF_DDPM, own);
      }
      case NCSN_V2 -> {
        var fixed =
            new ScoreNetworkPlan(
                chosen,
                requireNonNullElse(features, preset.features()),
                List.of(1, 2),
                2,
                List.of(),
                0,
                UNetOptions.published());
        said.requireNothingBut(fixed.options(), violations);
        requireShape(fixed, violations);
        yield fixed;
      }
    };
  }

  private ScoreNetworkPlan uNet(
      ScoreNetworkPlan.Kind chosen, ScoreNetworkPlan preset, int defaultFeatures, UNetOptions its) {
    return new ScoreNetworkPlan(
        chosen,
        requireNonNullElse(features, defaultFeatures),
        requireNonNullElse(channelMultipliers, preset.channelMultipliers()),
        requireNonNullElse(blocksPerLevel, preset.blocksPerLevel()),
        requireNonNullElse(attentionResolutions, preset.attentionResolutions()),
        requireNonNullElse(dropout, preset.dropout()),
        its);
  }

  private void requireShape(ScoreNetworkPlan fixed, Violations violations) {
    String shape = "its shape is fixed";
    String kindField = "scoreNetwork.kind";
    violations
        .require(
            requireNonNullElse(channelMultipliers, fixed.channelMultipliers())
                .equals(fixed.channelMultipliers()),
            "scoreNetwork.channelMultipliers",
            kindField,
            shape)
        .require(
            blocksPerLevel == null || blocksPerLevel == fixed.blocksPerLevel(),
            "scoreNetwork.blocksPerLevel",
            kindField,
            shape)
        .require(
            requireNonNullElse(attentionResolutions, fixed.attentionResolutions())
                .equals(fixed.attentionResolutions()),
            "scoreNetwork.attentionResolutions",
            kindField,
            shape)
        .require(
            dropout == null || dropout == fixed.dropout(),
            "scoreNetwork.dropout",
            kindField,
            "it has none");
  }

  /**
   * @param plan what this became part of
   * @param preset whose levels of attention the images need not have
   * @param imageSize height and width in pixels
   */
  void requireConsistent(
      TrainingPlan plan, ScoreNetworkPlan preset, int imageSize, Violations violations) {
    ScoreNetworkPlan network = plan.scoreNetwork();
    boolean v2 = network.kind() == ScoreNetworkPlan.Kind.NCSN_V2;
    violations.require(
        !v2 || DiffusionSettings.Kind.of(plan.diffusion()) == DiffusionSettings.Kind.VE,
        "scoreNetwork.kind",
        "diffusion.kind",
        "ncsn-v2 is told no time, which takes ve");
    List<Integer> resolutions =
        IntStream.rangeClosed(0, network.halvings())
            .map(level -> (imageSize / network.options().patchSize()) >> level)
            .boxed()
            .toList();
    violations.require(
        v2
            || attentionResolutions == null
            || resolutions.containsAll(attentionResolutions)
            || attentionResolutions.equals(preset.attentionResolutions()),
        "scoreNetwork.attentionResolutions",
        "scoreNetwork.channelMultipliers",
        "the levels have %s pixels".formatted(resolutions));
    int multiple =
        network.kind() == ScoreNetworkPlan.Kind.DDPM ? FEATURES_OF_DDPM : FEATURES_OF_OTHERS;
    violations.require(
        network.features() % multiple == 0,
        "scoreNetwork.features",
        "scoreNetwork.kind",
        "it takes multiples of %d, not %d".formatted(multiple, network.features()));
  }
}
