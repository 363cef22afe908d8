package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.optimizer.OptimizerSpec;

/** Parts of a batch that are trained on side by side. */
class ReplicasTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  /** Gradients are not clipped, so that the first moment after one step is a tenth of them. */
  private static final double UNCLIPPED = 1e9;

  @TempDir static Path folder;

  private static Path dataset;

  @BeforeAll
  static void makeImages() {
    dataset = TinyRun.dataset(folder, 1);
  }

  private static TrainingSpec spec(long steps) {
    var plan = TinyRun.withAllOptions(steps);
    return new TrainingSpec(
        plan.encoder(),
        plan.scoreNetwork(),
        plan.sde(),
        plan.objective(),
        new OptimizerSpec(2e-4, 2, UNCLIPPED, .999, .9, .999, 1e-8),
        plan.pixels(),
        plan.batchSize(),
        steps,
        plan.seed(),
        plan.precision(),
        plan.layout());
  }

  /**
   * The reference is the step of one replica, which the published code's tensors hold: it is given
   * each part of the batch alone.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void aStepIsTheMeanOfWhatTheReplicasLearnAlone(int replicas) throws IOException {
    var whole = spec(2).withReplicas(replicas);
    var after = folder.resolve("after-%d.safetensors".formatted(replicas));
    StepMetrics metrics;
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, whole, data)) {
      metrics = trainer.step();
      trainer.saveCheckpoint(after);
    }
    var alone = new ArrayList<Alone>();
    for (int i = 0; i < replicas; i++) {
      alone.add(alone(whole, i));
    }
    assertThat(metrics.loss())
        .isCloseTo(
            alone.stream().mapToDouble(Alone::loss).average().orElseThrow(),
            within(1e-5 * Math.abs(metrics.loss()))); // float32
    try (var file = SafetensorsFile.open(after)) {
      for (var name : alone.getFirst().moved().names()) {
        var expected = alone.stream().map(a -> a.moved().get(name).toFloatArray()).toList();
        requireMeans(file, "first." + name, expected);
      }
      for (var name : alone.getFirst().buffers().names()) {
        var expected = alone.stream().map(a -> a.buffers().get(name).toFloatArray()).toList();
        requireMeans(file, "buffers." + name, expected);
      }
    }
    alone.forEach(Alone::close);
  }

  private static void requireMeans(SafetensorsFile file, String name, List<float[]> expected) {
    var actual = file.data(name);
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.getFirst().length; i++) {
      int at = i;
      double mean = expected.stream().mapToDouble(values -> values[at]).average().orElseThrow();
      largest = Math.max(largest, Math.abs(mean));
      error = Math.max(error, Math.abs(mean - actual.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
    }
    // Of float32 sums in another order; measured 1e-6 of a tensor's largest value.
    assertThat(error).as(name).isLessThanOrEqualTo(1e-5 * largest + 1e-9);
  }

  /** What one replica learned from its part in its first step. */
  private record Alone(RunState state, double loss) implements AutoCloseable {
    TensorSet moved() {
      return state.first();
    }

    TensorSet buffers() {
      return state.buffers();
    }

    @Override
    public void close() {
      state.close();
    }
  }

  private static Alone alone(TrainingSpec whole, int replica) throws IOException {
    var part = whole.ofReplica();
    var streams = new RandomStreams(whole.seed());
    var graph = TrainingGraph.of(part);
    var state = RunState.initial(ENGINE, graph.parameters(), graph.buffers(), 0, streams);
    try (var program = graph.builder().compile(ENGINE);
        var scope = ENGINE.newScope();
        var arena = Arena.ofConfined();
        var data = ImageDataset.open(dataset);
        var images = new TrainingImages(ENGINE, part, data)) {
      var yields =
          program
              .call(
                  scope,
                  TrainingGraph.STEP,
                  state.parameters(),
                  state.first(),
                  state.second(),
                  state.averages(),
                  state.steps(),
                  whole.optimizer().learningRateAt(0, whole.steps()),
                  whole.optimizer().averageStepAt(0),
                  state.buffers(),
                  whole.objective().penalty().shareAt(0),
                  TensorSet.copy(
                      scope,
                      pixels(whole, data, images, arena, replica),
                      images.shape(part.batchSize()),
                      DataType.FLOAT32),
                  images.mean(),
                  images.std(),
                  streams.seedOf("train-step", replica))
              .get(0)
              .toFloatArray();
      return new Alone(state, yields[0]);
    }
  }

  private static MemorySegment pixels(
      TrainingSpec whole, ImageDataset data, TrainingImages images, Arena arena, int replica) {
    var streams = new RandomStreams(whole.seed());
    var order = new BatchOrder(streams, images.trainedOn(), whole.batchSize());
    var batches =
        new Batches(data, order, whole.batchSize(), whole.batchSize(), Augmentation.NONE, streams);
    var all = arena.allocate(batches.bytes(), 64);
    batches.maker().make(0, all);
    long bytes = all.byteSize() / whole.replicas();
    return all.asSlice(replica * bytes, bytes);
  }

  /** One thread computes for both replicas, or each for one. */
  @Test
  void theBitsDoNotDependOnThreadsNorOnStops() throws Exception {
    var spec = TinyRun.spec(6).withReplicas(2);
    var half = folder.resolve("half.safetensors");
    var whole = folder.resolve("whole.safetensors");
    var elsewhere = folder.resolve("elsewhere.safetensors");
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      advance(trainer, 3);
      trainer.saveCheckpoint(half);
      advance(trainer, 6);
      trainer.saveCheckpoint(whole);
    }
    TinyRun.inAnotherProcess(dataset, 6, half, elsewhere, 2, 1);
    try (var mine = SafetensorsFile.open(whole);
        var others = SafetensorsFile.open(elsewhere)) {
      assertThat(others.metadata().get("engine")).contains("1 threads");
      for (var name : mine.tensors().keySet()) {
        assertThat(others.data(name).mismatch(mine.data(name))).as(name).isEqualTo(-1);
      }
    }
  }

  private static void advance(Trainer trainer, long position) {
    while (trainer.position() < position) {
      trainer.step();
    }
  }

  @Test
  void aBatchDividesIntoReplicasOfTwoImagesOrMore() {
    for (int wrong : List.of(0, 3, 8)) {
      assertThatThrownBy(() -> TinyRun.spec(1).withReplicas(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A batch of 8 does not divide into %d replicas of at least 2 images", wrong);
    }
    assertThatThrownBy(() -> TinyRun.spec(1).withReplicas(4).withBatchParts(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A batch of 2 does not divide into 4 parts");
  }

  @Test
  void whatAReplicaThrowsReachesTheCallerOnceAllHaveEnded() {
    try (var crew = new Crew(ENGINE, 3, 1)) {
      assertThat(crew.each(i -> i * i)).containsExactly(0, 1, 4);
      var ended = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  crew.each(
                      i -> {
                        if (i == 1) {
                          ended.incrementAndGet();
                          throw new IllegalStateException("the second");
                        }
                        return ended.incrementAndGet();
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the second");
      assertThat(ended).hasValue(3);
    }
  }
}
