package org.p2f.numerics.semisupervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.p2f.numerics.augment.Augmenter;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

/** A classifier's program on a data set's images. For use by one platform thread. */
final class Classifier implements AutoCloseable {
  private static final String AUGMENTATION = "augmentation";
  private static final String MIXTURE = "mixture";

  private final Engine engine;
  private final ClassifierSpec spec;
  private final SemiSupervisedSpec training;
  private final ImageDataset data;
  private final RandomStreams streams;
  private final ClassifierGraph graph;
  private final Program program;
  private final PtNDManager scope;
  private final NDArray mean;
  private final NDArray std;
  private final Augmenter labelled;
  private final Augmenter unlabelled;

  Classifier(
      Engine engine,
      ClassifierSpec spec,
      SemiSupervisedSpec training,
      ImageDataset data,
      RandomStreams streams) {
    requireFitting(spec.preprocessing(), data);
    this.engine = engine;
    this.spec = spec;
    this.training = training;
    this.data = data;
    this.streams = streams;
    this.graph = new ClassifierGraph(spec, training);
    this.program = graph.builder().compile(engine);
    this.scope = engine.newScope();
    this.mean = perChannel(spec.preprocessing().mean());
    this.std = perChannel(spec.preprocessing().std());
    this.labelled = Augmenter.of(training.labelledAugmentation(), data.channels(), data.height());
    this.unlabelled =
        Augmenter.of(training.unlabelledAugmentation(), data.channels(), data.height());
  }

  private static void requireFitting(Preprocessing wanted, ImageDataset data) {
    if (data.channels() != wanted.channels()
        || data.height() != wanted.height()
        || data.width() != wanted.width()) {
      throw new IllegalArgumentException(
          "The classifier takes images of %d x %d x %d, the data set has %d x %d x %d"
              .formatted(
                  wanted.channels(),
                  wanted.height(),
                  wanted.width(),
                  data.channels(),
                  data.height(),
                  data.width()));
    }
  }

  private NDArray perChannel(List<Double> values) {
    var floats = new float[values.size()];
    for (int c = 0; c < floats.length; c++) {
      floats[c] = values.get(c).floatValue();
    }
    return scope.create(floats, new Shape(floats.length, 1, 1));
  }

  /** With random weights. */
  ClassifierState initial() {
    return ClassifierState.initial(
        engine,
        graph.parameters(),
        TensorSet.initialized(engine, graph.parameters(), streams),
        TensorSet.initialized(engine, graph.buffers(), streams));
  }

  /**
   * With the encoder of a model; the linear layer is random.
   *
   * @param model weights of the model
   * @throws IllegalArgumentException if they do not fit
   */
  ClassifierState initial(SafetensorsFile model) {
    var encoder =
        graph.parameters().stream()
            .filter(tensor -> tensor.name().startsWith(ModelSpec.ENCODER_PREFIX))
            .toList();
    try (var trained = TensorSet.read(engine, encoder, model, name -> name)) {
      var names = trained.names();
      var parameters =
          TensorSet.of(
              engine,
              graph.parameters(),
              (tensor, arena) -> {
                if (names.contains(tensor.name())) {
                  return model.data(tensor.name());
                }
                var values = arena.allocate(tensor.elements() * Float.BYTES, 64);
                tensor
                    .initialization()
                    .fill(values, tensor.dimensions(), streams.stream("init/" + tensor.name(), 0));
                return values;
              });
      var buffers = TensorSet.read(engine, graph.buffers(), model, name -> name);
      return ClassifierState.initial(engine, graph.parameters(), parameters, buffers);
    }
  }

  ClassifierState read(SafetensorsFile file, String prefix, long step) {
    return ClassifierState.read(engine, graph.parameters(), graph.buffers(), file, prefix, step);
  }

  /**
   * One step of training.
   *
   * @throws NotFinite if the loss is not
   */
  void step(ClassifierState state, long step, Batch batch) {
    try (var inner = engine.newScope();
        var arena = Arena.ofConfined()) {
      float loss =
          program
              .call(
                  inner,
                  ClassifierGraph.STEP,
                  state.parameters(),
                  state.buffers(),
                  state.first(),
                  state.second(),
                  state.steps(),
                  training.learningRateAt(step),
                  TensorSet.copy(
                      inner,
                      augmented(arena, step, batch),
                      shape(batch.images().length),
                      DataType.FLOAT32),
                  mean,
                  std,
                  times(inner, batch.images().length),
                  inner.create(batch.labels()),
                  inner.create(batch.weights()),
                  streams.seedOf(MIXTURE, step))
              .get(0)
              .toFloatArray()[0];
      if (!Float.isFinite(loss)) {
        throw new NotFinite("The loss of step %d is %s".formatted(step, loss));
      }
    }
  }

  private MemorySegment augmented(Arena arena, long step, Batch batch) {
    int values = spec.preprocessing().values();
    int size = batch.images().length;
    var pixels = arena.allocate((long) size * values * Float.BYTES, 64);
    var bytes = new byte[values];
    var floats = new float[values];
    for (int i = 0; i < size; i++) {
      MemorySegment.copy(
          data.pixels(batch.images()[i]), ValueLayout.JAVA_BYTE, 0, bytes, 0, values);
      (i < batch.labelled() ? labelled : unlabelled)
          .augment(bytes, streams.stream(AUGMENTATION, step * size + i), floats);
      MemorySegment.copy(
          floats, 0, pixels, ValueLayout.JAVA_FLOAT, (long) i * values * Float.BYTES, values);
    }
    return pixels;
  }

  /**
   * @param images numbers in the data set
   */
  Outputs outputs(ClassifierState state, int[] images, Runnable eachBatch) {
    int width = spec.encoder().latentSize();
    var codes = new float[Math.multiplyExact(images.length, width)];
    var answers = new int[images.length];
    for (int from = 0; from < images.length; from += training.batchSize()) {
      eachBatch.run();
      int[] few =
          Arrays.copyOfRange(images, from, Math.min(images.length, from + training.batchSize()));
      try (var inner = engine.newScope();
          var arena = Arena.ofConfined()) {
        var pixels =
            arena.allocate((long) few.length * spec.preprocessing().values() * Float.BYTES, 64);
        data.gather(few, pixels);
        var results =
            program.call(
                inner,
                ClassifierGraph.OUTPUTS,
                state.parameters(),
                state.buffers(),
                TensorSet.copy(inner, pixels, shape(few.length), DataType.FLOAT32),
                mean,
                std,
                times(inner, few.length));
        System.arraycopy(results.get(0).toFloatArray(), 0, codes, from * width, few.length * width);
        long[] found = results.get(1).toLongArray();
        for (int i = 0; i < found.length; i++) {
          answers[from + i] = (int) found[i];
        }
      }
    }
    return new Outputs(codes, width, answers);
  }

  private Shape shape(int images) {
    var seen = spec.preprocessing();
    return new Shape(images, seen.channels(), seen.height(), seen.width());
  }

  private NDArray times(PtNDManager owner, int count) {
    var times = new float[count];
    Arrays.fill(times, (float) spec.time());
    return owner.create(times);
  }

  @Override
  public void close() {
    scope.close();
    program.close();
  }
}
