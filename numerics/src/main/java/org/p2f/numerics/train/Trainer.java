package org.p2f.numerics.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.probe.ProbeResult;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Split;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training run, one step at a time, on the data set's training and validation images (validation
 * is for the heads: nothing here looks at labels).
 *
 * <p>With spec, data, engine and its number of threads equal, steps are equal bit for bit, however
 * often the run is saved and resumed. For use by one platform thread; data set and engine must
 * outlive it.
 */
public final class Trainer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private static final int REMEMBERED_LOSSES = 10;

  /** Enough for a GPU's thousand images a second, few enough to leave a CPU to the networks. */
  private static final int FEED_THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 4);

  private final Engine engine;
  private final TrainingSpec spec;
  private final TrainingImages images;
  private final String dataDigest;
  private final RandomStreams streams;
  private final Program program;
  private final RunState state;
  private final BatchOrder order;
  private final BatchFeed feed;
  private final Steps steps;
  private final RunCodes codes;
  private final Deque<Double> lastLosses = new ArrayDeque<>();
  private long position;

  /** Makes the tensors a run starts from. */
  @FunctionalInterface
  private interface StateSource {
    RunState make(TrainingGraph graph);
  }

  private Trainer(
      Engine engine,
      TrainingSpec spec,
      ImageDataset data,
      String dataDigest,
      long position,
      StateSource initial) {
    this.engine = engine;
    this.spec = spec;
    this.dataDigest = dataDigest;
    this.position = position;
    this.streams = new RandomStreams(spec.seed());
    var graph = TrainingGraph.of(spec);
    this.state = initial.make(graph);
    this.program = graph.builder().compile(engine);
    this.images = new TrainingImages(engine, spec, data);
    this.order = new BatchOrder(streams, images.trainedOn(), spec.imagesPerBatch());
    this.codes = new RunCodes(engine, spec, program, images, state.buffers());
    this.feed =
        new BatchFeed(
            new Batches(
                data, order, spec.batchSize(), spec.imagesPerBatch(), spec.augmentation(), streams),
            FEED_THREADS,
            position);
    this.steps = new Steps(engine, spec, program, state, images, streams);
  }

  /**
   * A run at its first step.
   *
   * @throws IllegalArgumentException if spec and data do not fit each other
   */
  public static Trainer start(Engine engine, TrainingSpec spec, ImageDataset data) {
    TrainingImages.requireFitting(spec, data);
    return new Trainer(
        engine,
        spec,
        data,
        DataDigest.of(data),
        0,
        graph ->
            RunState.initial(
                engine,
                graph.parameters(),
                graph.buffers(),
                spec.averages().widths().size(),
                new RandomStreams(spec.seed())));
  }

  /**
   * A run where a checkpoint left it.
   *
   * @throws CheckpointMismatch if the checkpoint belongs to another spec or other data
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if spec and data do not fit each other
   */
  public static Trainer resume(Engine engine, TrainingSpec spec, ImageDataset data, Path checkpoint)
      throws IOException {
    TrainingImages.requireFitting(spec, data);
    var digest = DataDigest.of(data);
    try (var file = SafetensorsFile.open(checkpoint)) {
      var held = Checkpoint.of(file);
      held.requireOf(spec, digest);
      if (!held.engine().equals(engine.description())) {
        LOG.warn(
            "The checkpoint was made by {}, the run goes on with {}: from here on it is another run, as good but not equal bit for bit",
            held.engine(),
            engine.description());
      }
      return new Trainer(
          engine,
          spec,
          data,
          digest,
          held.step(),
          graph ->
              RunState.read(
                  engine,
                  graph.parameters(),
                  graph.buffers(),
                  spec.averages().widths().size(),
                  file,
                  held.step()));
    }
  }

  /** Number of steps done. */
  public long position() {
    return position;
  }

  /** How long steps have waited for their batches since this was opened. */
  public Duration waitedForData() {
    return feed.waited();
  }

  /**
   * Trains on the next batch.
   *
   * @throws TrainingDiverged if loss or gradient are not finite
   * @throws IllegalStateException if all steps of the spec are done
   */
  public StepMetrics step() {
    if (position >= spec.steps()) {
      throw new IllegalStateException("All %d steps are done".formatted(spec.steps()));
    }
    var metrics = steps.step(position, feed.next());
    position++;
    requireFinite(metrics);
    return metrics;
  }

  /**
   * Probes the codes of the raw weights as they are now: how much of each of the data set's factors
   * can be read from them. Of codes that are distributions, samples are read: what the score
   * network is told, and not what lies hidden under its noise. Changes nothing that a step depends
   * on.
   *
   * @return of each time and factor; nothing of times whose codes are not finite
   */
  public List<ProbeResult> probe(ProbeSpec probe) {
    return new CodeProbe(
            images.data(), streams, (some, t) -> codes.drawn(some, t, state.parameters(), streams))
        .results(probe);
  }

  /**
   * The loss on validation images, of the raw weights as they are now and always of the same noise.
   * Changes nothing that a step depends on.
   *
   * @param times each in [0, 1]; before {@link Noising#SMALLEST_TIME} the loss is that time's
   * @param most images at most, the first ones
   * @return of each time; nothing if there are no validation images
   */
  public List<HeldOutLoss> heldOutLosses(List<Double> times, int most) {
    int[] validation = images.data().indices(Split.VALIDATION);
    int[] some = Arrays.copyOf(validation, Math.min(most, validation.length));
    return some.length == 0
        ? List.of()
        : times.stream().map(t -> codes.loss(some, t, state.parameters(), streams)).toList();
  }

  /**
   * Makes images by this run's networks as they are at each call. Changes nothing that a step
   * depends on.
   *
   * @throws IllegalStateException if the objective has no score term
   */
  public RunSampler sampler(RunSampler.Setting setting) {
    return new RunSampler(
        engine,
        new ModelSpec(
            spec.encoder(),
            spec.scoreNetwork(),
            spec.sde(),
            spec.objective(),
            images.preprocessing(),
            position),
        state,
        setting,
        images.data(),
        (some, t) -> codes.of(some, t, state.weights(setting.weights())));
  }

  private void requireFinite(StepMetrics metrics) {
    if (!Double.isFinite(metrics.loss()) || !Double.isFinite(metrics.gradientNorm())) {
      throw new TrainingDiverged(
          metrics.step(), metrics.loss(), metrics.gradientNorm(), List.copyOf(lastLosses));
    }
    if (lastLosses.size() == REMEMBERED_LOSSES) {
      lastLosses.removeFirst();
    }
    lastLosses.addLast(metrics.loss());
  }

  /**
   * Writes all that the steps to come depend on. The file is whole and on the disk when it appears
   * under its name, replacing one that is there.
   */
  public void saveCheckpoint(Path file) throws IOException {
    var checkpoint = new Checkpoint(position, spec, dataDigest, engine.description());
    state.write(file, checkpoint.metadata(order.stepsPerEpoch()));
  }

  /**
   * Writes the averages by power functions as they are now, for {@link PostHocModel}. The file is
   * whole and on the disk when it appears under its name, replacing one that is there.
   *
   * @throws org.p2f.numerics.tensor.NotFinite if float16 cannot hold one
   * @throws IllegalStateException before the first step, or if there are no such averages
   */
  public void saveAverages(Path file) throws IOException {
    new AveragesFile(position, spec.averages()).write(file, state.powers());
  }

  /**
   * Writes the model as it is now: {@code weights.safetensors}, {@code ema.safetensors}, {@code
   * model.json} and {@code goldens.safetensors}.
   *
   * @param directory exists
   */
  public void exportModel(Path directory) throws IOException {
    new ModelExport(engine, spec, images.preprocessing(), position)
        .write(directory, state, images.data());
  }

  @Override
  public void close() {
    steps.close();
    feed.close();
    images.close();
    state.close();
    program.close();
  }
}
