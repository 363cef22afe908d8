package org.p2f.downstream.head;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.TrajectorySplit;

/**
 * What has to be known of trajectories before heads are trained on them, as their artifact's
 * attributes tell.
 *
 * @param times in the order in which they are stored
 * @param codes values of one code
 * @param train number of training images
 * @param validation how many of the training images the data set has for validation; null where it
 *     is not told
 * @param test number of test images
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrajectoriesCard(
    List<Double> times,
    int codes,
    int train,
    @Nullable Integer validation,
    int test,
    List<FactorCard> factors) {

  /** The file of codes and labels inside the artifact. */
  public static final String FILE = "trajectories.safetensors";

  /** Without this t the published attention masks mean nothing. */
  public static final double MASKED_TIME = 0.5;

  /** A factor and the number of its classes. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FactorCard(String name, int classes) {}

  public TrajectoriesCard {
    times = List.copyOf(times);
    factors = List.copyOf(factors);
  }

  /** Number of images of a split. */
  public int images(TrajectorySplit split) {
    return switch (split) {
      case TRAIN -> train;
      case TEST -> test;
    };
  }

  public List<String> factorNames() {
    return factors.stream().map(FactorCard::name).toList();
  }

  /** Notes whatever makes heads impossible on these trajectories. */
  public void check(List<String> wanted, Violations violations) {
    violations
        .require(test > 0, "trajectoriesId", "has no test images")
        .require(!wanted.isEmpty(), "factors", "must name at least one");
    for (int i = 0; i < wanted.size(); i++) {
      var field = "factors[%d]".formatted(i);
      violations
          .require(
              factorNames().contains(wanted.get(i)),
              field,
              "is unknown; there are %s".formatted(String.join(", ", factorNames())))
          .require(wanted.indexOf(wanted.get(i)) == i, field, "is given twice");
    }
  }
}
