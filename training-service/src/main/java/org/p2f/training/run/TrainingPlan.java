package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Contrast;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.Objective;
import org.p2f.training.network.ScoreNetworkPlan;
import org.p2f.training.sampling.SamplerPlan;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;

/**
 * All that decides how a model comes about, with every default filled in: the {@link
 * TrainingRunRequest} in which nothing is left out.
 *
 * @param preset where the defaults came from
 * @param seed of weights, data order, augmentations, times, noise and dropout
 * @param steps 0 gives the untrained model
 * @param batchParts into which a batch is divided for the score network: less memory, the same
 *     result
 * @param replicas equal parts of a batch that are trained on side by side, each normalised by
 *     itself
 * @param checkpointId an artifact that another run left and this one goes on from; null to start at
 *     the first step
 * @param penalty on the code
 * @param contrast of two views of each image; null for none
 * @param probe null for none
 * @param samples null for none
 * @param averages null for none
 */
public record TrainingPlan(
    String name,
    String datasetId,
    String preset,
    Objective objective,
    long seed,
    long steps,
    int batchSize,
    int batchParts,
    int replicas,
    Precision precision,
    @Nullable String checkpointId,
    @Schema(implementation = ImageSettings.class) ImagesPlan images,
    @Schema(implementation = EncoderSettings.class) EncoderPlan encoder,
    @Schema(implementation = ScoreNetworkSettings.class) ScoreNetworkPlan scoreNetwork,
    @Schema(implementation = DiffusionSettings.class) Sde diffusion,
    @Schema(implementation = PenaltySettings.class) Penalty penalty,
    @Schema(implementation = LossSettings.class) Loss loss,
    @Schema(implementation = ContrastSettings.class) @Nullable Contrast contrast,
    @Schema(implementation = OptimizerSettings.class) OptimizerSpec optimizer,
    @Schema(implementation = CheckpointSettings.class) CheckpointPlan checkpoints,
    @Schema(implementation = ProbeSettings.class) @Nullable ProbePlan probe,
    @Schema(implementation = SampleGridSettings.class) @Nullable SampleGridPlan samples,
    @Schema(implementation = AverageSettings.class) @Nullable AveragesPlan averages) {

  /** Ids of the artifacts it needs. */
  public List<String> inputs() {
    return checkpointId == null ? List.of(datasetId) : List.of(datasetId, checkpointId);
  }

  /**
   * How images reach the networks.
   *
   * @param augmentation in training; codes are of unchanged images
   */
  public record ImagesPlan(PixelScaling scaling, Augmentation augmentation) {}

  /**
   * When a run saves what it needs to go on after a crash: whichever comes first.
   *
   * @param everySteps after that many steps
   * @param everySeconds after that much time
   * @param kept how many of them remain, the newest; two are needed to have one before a step that
   *     spoils the weights
   * @param keepEverySteps one after each so many steps remains as an artifact; null for none
   */
  public record CheckpointPlan(
      long everySteps, long everySeconds, int kept, @Nullable Long keepEverySteps) {

    /** Of one run; each is about four times as large as its weights. */
    static final int MOST_SNAPSHOTS = 100;

    /** Whether the checkpoint after that many steps remains as an artifact. */
    public boolean isSnapshot(long step) {
      return keepEverySteps != null && step % keepEverySteps == 0;
    }
  }

  /**
   * Probes of the codes and held-out losses while a run is trained; they cost time and change
   * nothing else.
   *
   * @param everySteps before the first step, and then after each so many
   * @param times that are probed
   * @param images at most that many training images are fitted to, and as many validation images
   *     tested and their losses taken
   * @param features random features of the codes that probes see beside them; 0 for linear ones
   */
  public record ProbePlan(long everySteps, List<Double> times, int images, int features) {
    public static final int MOST_TIMES = 20;
    static final int DEFAULT_IMAGES = 1_000;
    static final int DEFAULT_FEATURES = 300;
    static final List<Double> DEFAULT_TIMES = List.of(0., .25, .5, .75, 1.);

    public ProbePlan {
      times = List.copyOf(times);
    }

    /** How often a run of so many steps is probed. */
    public long probes(long steps) {
      return steps / everySteps + 1;
    }
  }

  /**
   * Averages of the weights by power functions, kept with the model, so that models with averages
   * of other widths can be made of them; they cost memory and room and change nothing else.
   *
   * @param widths σ_rel of each
   * @param everySteps they are kept after each so many, and after the last
   */
  public record AveragesPlan(List<Double> widths, long everySteps) {
    /** As published (Karras et al., arXiv:2312.02696, sect. 3.2). */
    static final List<Double> DEFAULT_WIDTHS = List.of(.05, .1);

    /** Of one run; each is half as large as the weights, for each width. */
    static final int MOST_KEPT = 256;

    public AveragesPlan {
      widths = List.copyOf(widths);
    }

    /** How often a run of so many steps keeps them. */
    public long kept(long steps) {
      return Math.ceilDiv(steps, everySteps);
    }

    /** Whether they are kept after that many steps of a run of any length. */
    public boolean isKept(long step) {
      return step % everySteps == 0;
    }
  }

  /**
   * Pictures of samples while a run is trained; they cost time and change nothing else. Their noise
   * is the same after every step and in every run, so that what differs was learnt.
   *
   * @param everySteps before the first step, and then after each so many
   * @param images first images of the test split, from whose codes samples are made
   * @param codeTime the time whose codes are used throughout; null for those of each time on the
   *     way
   */
  public record SampleGridPlan(
      long everySteps,
      int images,
      @Nullable Double codeTime,
      Weights weights,
      @Schema(implementation = SamplerSettings.class) SamplerPlan sampler) {
    static final int DEFAULT_IMAGES = 8;

    /** Grids of one run; they lie in the database. */
    static final int MOST_GRIDS = 1_000;

    /** Of all noise. */
    public static final long SEED = 0;

    /** How many grids a run of so many steps has. */
    public long grids(long steps) {
      return steps / everySteps + 1;
    }

    /** The same of chains of another length. */
    public SampleGridPlan withChains(int steps) {
      return new SampleGridPlan(everySteps, images, codeTime, weights, sampler.withSteps(steps));
    }
  }
}
