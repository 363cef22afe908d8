package org.p2f.numerics.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.random.RandomStreams;

/** Does a run's steps, by one replica or by several side by side. */
final class Steps implements AutoCloseable {
  private static final String STREAM = "train-step";

  private final Engine engine;
  private final TrainingSpec spec;
  private final Program program;
  private final RunState state;
  private final TrainingImages images;
  private final RandomStreams streams;
  private final Engine.Limit limit;
  private final Crew crew;

  /** Each replica's running statistics; the first one's are the run's. */
  private final List<TensorSet> buffers = new ArrayList<>();

  Steps(
      Engine engine,
      TrainingSpec spec,
      Program program,
      RunState state,
      TrainingImages images,
      RandomStreams streams) {
    this.engine = engine;
    this.spec = spec;
    this.program = program;
    this.state = state;
    this.images = images;
    this.streams = streams;
    int threads = TrainingThreads.of(engine, spec);
    this.limit = engine.limit(threads);
    this.crew = new Crew(engine, spec.replicas(), threads);
    buffers.add(state.buffers());
    for (int i = 1; i < spec.replicas(); i++) {
      buffers.add(state.buffers().copy(engine));
    }
  }

  /**
   * @param pixels of the batch, float32 [B, C, H, W] in [0, 1]
   */
  StepMetrics step(long position, MemorySegment pixels) {
    double learningRate = spec.optimizer().learningRateAt(position, spec.steps());
    float[] yields = yields(position, learningRate, pixels);
    average(position);
    return new StepMetrics(
        position,
        yields[0],
        yields[1],
        yields[2],
        yields[3],
        yields[4],
        yields[5],
        learningRate,
        spec.optimizer().averageDecayAt(position));
  }

  private void average(long position) {
    for (int i = 0; i < state.powers().size(); i++) {
      try (var scope = engine.newScope()) {
        program.call(
            scope,
            TrainingGraph.AVERAGE,
            state.parameters(),
            state.powers().get(i),
            spec.averages().stepAt(i, position));
      }
    }
  }

  private float[] yields(long position, double learningRate, MemorySegment pixels) {
    try (var scope = engine.newScope()) {
      var moving = new ArrayList<Object>();
      moving.add(state.parameters());
      moving.add(state.first());
      moving.add(state.second());
      moving.add(state.averages());
      moving.add(state.steps());
      moving.add(learningRate);
      moving.add(spec.optimizer().averageStepAt(position));
      if (spec.replicas() == 1) {
        moving.addAll(learning(scope, position, 0, pixels));
        return program.call(scope, TrainingGraph.STEP, moving.toArray()).get(0).toFloatArray();
      }
      var learned = crew.each(i -> learned(scope, position, i, pixels));
      moving.add(learned.stream().map(List::getFirst).toList());
      for (int i = 0; i < learned.size(); i++) {
        moving.add(learned.get(i).subList(1, learned.get(i).size()));
        moving.add(buffers.get(i));
      }
      return program.call(scope, TrainingGraph.UPDATE, moving.toArray()).get(0).toFloatArray();
    }
  }

  /** Losses and gradients of one replica. */
  private NDList learned(PtNDManager scope, long position, int replica, MemorySegment pixels) {
    var arguments = new ArrayList<Object>();
    arguments.add(state.parameters());
    arguments.addAll(learning(scope, position, replica, pixels));
    return program.call(scope, TrainingGraph.LEARN, arguments.toArray());
  }

  private List<Object> learning(
      PtNDManager scope, long position, int replica, MemorySegment pixels) {
    long bytes = pixels.byteSize() / spec.replicas();
    return List.of(
        buffers.get(replica),
        spec.objective().penalty().shareAt(position),
        TensorSet.copy(
            scope,
            pixels.asSlice(replica * bytes, bytes),
            images.shape(spec.batchSize() / spec.replicas()),
            DataType.FLOAT32),
        images.mean(),
        images.std(),
        streams.seedOf(STREAM, position * spec.replicas() + replica));
  }

  @Override
  public void close() {
    crew.close();
    limit.close();
    buffers.stream().skip(1).forEach(TensorSet::close);
  }
}
