package org.p2f.training.model;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Weights;
import org.p2f.spec.optimizer.PowerProfile;
import org.p2f.training.network.Objective;

/**
 * What a model is; the attributes of its artifact.
 *
 * @param datasetId null where it was trained elsewhere
 * @param runId the training run that made it; null where it was trained elsewhere
 * @param preset what its plan began with; {@link #UNKNOWN_PRESET} where that is not known
 * @param step number of training steps behind the weights
 * @param latentSize number of values of a code
 * @param averages that its training kept; null where it kept none
 */
public record ModelDescription(
    @Nullable String datasetId,
    @Nullable String runId,
    String preset,
    Objective objective,
    long step,
    int latentSize,
    int channels,
    int height,
    int width,
    ParameterCount parameterCount,
    List<Weights> weights,
    @Nullable KeptAverages averages) {
  public static final String UNKNOWN_PRESET = "unknown";

  /** The file of a reference model that tells of its training, if its maker kept it. */
  public static final String CARD = "card.json";

  public ModelDescription {
    weights = List.copyOf(weights);
  }

  /**
   * Averages of the weights by power functions, of which others can be made.
   *
   * @param widths σ_rel of those that are in each file
   * @param steps after which they were kept, in ascending order; each has a file
   */
  @Schema(
      description = "Averages of a run's weights, of which averages of other widths can be made")
  public record KeptAverages(
      @Schema(
              description =
                  "Widths of the averages: standard deviations of the steps that count, relative to"
                      + " all steps.")
          List<Double> widths,
      @Schema(
              description =
                  "Numbers of steps after which they were kept, in ascending order; each has a file"
                      + " `averages-STEP.safetensors`, with twelve digits for the number.")
          List<Long> steps) {
    private static final Pattern FILE = Pattern.compile("averages-(\\d{12})\\.safetensors");

    public KeptAverages {
      widths = List.copyOf(widths);
      steps = List.copyOf(steps);
    }

    /** The file of a model or checkpoint with the averages after that many steps. */
    public static String file(long step) {
      return "averages-%012d.safetensors".formatted(step);
    }

    /** The steps of a file of that name; empty if it is no such file. */
    public static OptionalLong stepOf(String file) {
      Matcher name = FILE.matcher(file);
      return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /** How much each step's weights count in each, in the order of files and widths. */
    public List<PowerProfile> profiles() {
      return steps.stream()
          .flatMap(step -> widths.stream().map(width -> new PowerProfile(step, width)))
          .toList();
    }
  }

  /** Of a model with an average of this one's training as its only weights. */
  public ModelDescription ofAverage() {
    return new ModelDescription(
        datasetId,
        runId,
        preset,
        objective,
        step,
        latentSize,
        channels,
        height,
        width,
        parameterCount,
        List.of(Weights.RAW),
        null);
  }

  /** Whether nothing but the encoder was kept. */
  public boolean holdsEncoderAlone() {
    return parameterCount.scoreNetwork() == 0;
  }

  /** Whether it has averaged weights. Training leaves them; of other models some have none. */
  public boolean holdsAverages() {
    return weights.contains(Weights.EMA);
  }
}
