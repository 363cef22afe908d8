package org.p2f.numerics.checkpoint;

import java.util.List;
import java.util.Optional;
import org.p2f.spec.objective.Objective;

/**
 * The names of the published code's tensors ({@code sarthmit/traj_drl}, {@code
 * yang-song/score_sde_pytorch}), which are those of models here, and what it holds besides.
 */
final class PublishedNames {
  /** Of networks that were trained on several devices. */
  private static final String PARALLEL = "module.";

  /** Last parts of names of what is kept and not trained. */
  private static final List<String> BUFFERS =
      List.of("running_mean", "running_var", "num_batches_tracked", "sigmas");

  private static final String FREQUENCIES = "W";

  private static final int LONGEST = 300;

  private PublishedNames() {}

  /** Whether a name can be kept and told: no control characters, no halves of characters. */
  static boolean isTellable(String name) {
    return name.length() <= LONGEST
        && name.chars()
            .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
  }

  /** The beginning of a name from a stranger, for messages. */
  static String shortened(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
  }

  /** The name within the model. */
  static String own(String name) {
    return name.startsWith(PARALLEL) ? name.substring(PARALLEL.length()) : name;
  }

  /**
   * Whether the tensor has an average; random frequencies, the only vectors called W, have none.
   */
  static boolean isTrained(String name, long[] shape) {
    String last = last(name);
    return !BUFFERS.contains(last) && !(last.equals(FREQUENCIES) && shape.length == 1);
  }

  /**
   * Why a tensor that the networks here do not have can be left out without a change in what they
   * compute; empty if it cannot.
   *
   * @param name within the model
   */
  static Optional<String> unused(String name, Objective objective) {
    if (name.startsWith("encoder.linear.")) {
      return Optional.of("a classifier beside the code, which nothing here reads");
    }
    if (!objective.loss().reconstructs() && name.startsWith("decoder.")) {
      return Optional.of("a decoder, and this objective reconstructs no images");
    }
    if (!objective.scoreTerm() && name.startsWith("all_modules.")) {
      return Optional.of("a score network, and this objective matches no scores");
    }
    return switch (last(name)) {
      case "num_batches_tracked" -> Optional.of("a count of batches");
      case "sigmas" -> Optional.of("noise levels, which follow from the diffusion");
      case "param_t" -> Optional.of("a learnt time, for encoders that are told no other");
      default -> Optional.empty();
    };
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
