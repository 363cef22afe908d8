package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.run.TrainingRunRequest;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks for training runs that differ in their seeds and in the sizes of their codes. */
@Schema(description = "One training run for each seed and size of the code")
record TrainingSweepRequest(
    @Nullable String name,
    @Schema(description = "What the runs have in common; its own seed and size are not used")
        TrainingRunRequest run,
    List<Long> seeds,
    @Schema(
            description =
                "Numbers of values of a code, 1 to 256 each, in the place of the run's"
                    + " encoder.latentSize. By default only the run's own.")
        @Nullable List<@Min(1) @Max(EncoderPlan.LARGEST_LATENT) Integer> latentSizes) {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_RUNS = 256;

  public TrainingSweepRequest {
    seeds = List.copyOf(seeds);
    latentSizes = latentSizes == null ? null : List.copyOf(latentSizes);
    int runs = seeds.size() * (latentSizes == null ? 1 : latentSizes.size());
    new Violations()
        .requireName(name, LONGEST_NAME)
        .require(!seeds.isEmpty(), "seeds", "must have at least one")
        .require(new HashSet<>(seeds).size() == seeds.size(), "seeds", "must be distinct")
        .require(
            latentSizes == null || !latentSizes.isEmpty(), "latentSizes", "must have at least one")
        .require(
            latentSizes == null || new HashSet<>(latentSizes).size() == latentSizes.size(),
            "latentSizes",
            "must be distinct")
        .require(
            runs <= MOST_RUNS,
            "seeds",
            "make %d runs with the sizes; at most %d".formatted(runs, MOST_RUNS))
        .refuse();
  }

  /** What each run has of its own, as a merge patch of the common request. */
  List<ObjectNode> patches() {
    List<ObjectNode> patches = new ArrayList<>();
    for (@Nullable Integer size : sizes()) {
      for (long seed : seeds) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("seed", seed);
        if (size == null) {
          patch.put("name", "%s, seed %d".formatted(title(), seed));
        } else {
          patch.putObject("encoder").put("latentSize", size);
          patch.put("name", "%s, size %d, seed %d".formatted(title(), size, seed));
        }
        patches.add(patch);
      }
    }
    return patches;
  }

  private List<@Nullable Integer> sizes() {
    List<@Nullable Integer> sizes = new ArrayList<>();
    if (latentSizes == null) {
      sizes.add(null);
    } else {
      sizes.addAll(latentSizes);
    }
    return sizes;
  }

  String title() {
    return Objects.requireNonNullElseGet(
        name, () -> Objects.requireNonNullElse(run.name(), run.preset()));
  }
}
