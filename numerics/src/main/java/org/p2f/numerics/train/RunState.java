package org.p2f.numerics.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.network.Weights;

/**
 * All tensors of a run: what a step changes and a checkpoint holds. Names in a checkpoint are those
 * of the tensors behind {@code parameters.}, {@code buffers.}, {@code first.}, {@code second.},
 * {@code averages.} and, for each average by a power function, {@code powers.} and its number.
 *
 * @param first Adam's first moments
 * @param second Adam's second moments
 * @param averages of the parameters
 * @param powers averages of them by power functions, in the order of their widths
 * @param steps number of steps done, a float32 scalar
 */
record RunState(
    PtNDManager scope,
    TensorSet parameters,
    TensorSet buffers,
    TensorSet first,
    TensorSet second,
    TensorSet averages,
    List<TensorSet> powers,
    NDArray steps)
    implements AutoCloseable {

  /**
   * @param powers number of averages by power functions
   */
  static RunState initial(
      Engine engine,
      List<TensorSpec> parameters,
      List<TensorSpec> buffers,
      int powers,
      RandomStreams streams) {
    var weights = TensorSet.initialized(engine, parameters, streams);
    return of(
        engine,
        weights,
        TensorSet.initialized(engine, buffers, streams),
        TensorSet.zeros(engine, parameters),
        TensorSet.zeros(engine, parameters),
        weights.copy(engine),
        IntStream.range(0, powers).mapToObj(_ -> weights.copy(engine)).toList(),
        0);
  }

  /**
   * @param powers number of averages by power functions
   */
  static RunState read(
      Engine engine,
      List<TensorSpec> parameters,
      List<TensorSpec> buffers,
      int powers,
      SafetensorsFile file,
      long step) {
    return of(
        engine,
        TensorSet.read(engine, parameters, file, "parameters."::concat),
        TensorSet.read(engine, buffers, file, "buffers."::concat),
        TensorSet.read(engine, parameters, file, "first."::concat),
        TensorSet.read(engine, parameters, file, "second."::concat),
        TensorSet.read(engine, parameters, file, "averages."::concat),
        IntStream.range(0, powers)
            .mapToObj(i -> TensorSet.read(engine, parameters, file, power(i)::concat))
            .toList(),
        step);
  }

  private static RunState of(
      Engine engine,
      TensorSet parameters,
      TensorSet buffers,
      TensorSet first,
      TensorSet second,
      TensorSet averages,
      List<TensorSet> powers,
      long step) {
    var scope = engine.newScope();
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocateFrom(ValueLayout.JAVA_FLOAT, (float) step);
      var steps = TensorSet.copy(scope, value, new Shape(), DataType.FLOAT32);
      return new RunState(scope, parameters, buffers, first, second, averages, powers, steps);
    }
  }

  private static String power(int which) {
    return "powers.%d.".formatted(which);
  }

  TensorSet weights(Weights which) {
    return switch (which) {
      case RAW -> parameters;
      case EMA -> averages;
    };
  }

  private Map<String, TensorSet> sets() {
    var sets = new LinkedHashMap<String, TensorSet>();
    sets.put("parameters.", parameters);
    sets.put("buffers.", buffers);
    sets.put("first.", first);
    sets.put("second.", second);
    sets.put("averages.", averages);
    IntStream.range(0, powers.size()).forEach(i -> sets.put(power(i), powers.get(i)));
    return sets;
  }

  void write(Path file, Map<String, String> metadata) throws IOException {
    var parts = new ArrayList<Part>();
    sets().forEach((prefix, set) -> parts.add(new Part(prefix, set, name -> true)));
    write(file, parts, metadata);
  }

  /** The model's tensors under their own names. */
  void writeWeights(Path file, Map<String, String> metadata) throws IOException {
    writeModel(file, parameters, metadata);
  }

  /** As {@link #writeWeights}, with the averages in the parameters' place. */
  void writeAverages(Path file, Map<String, String> metadata) throws IOException {
    writeModel(file, averages, metadata);
  }

  private void writeModel(Path file, TensorSet weights, Map<String, String> metadata)
      throws IOException {
    write(
        file,
        List.of(
            new Part("", weights, RunState::isOfModel), new Part("", buffers, RunState::isOfModel)),
        metadata);
  }

  /** Whether a parameter or buffer is of the model, and not there to train it. */
  static boolean isOfModel(String name) {
    return !name.startsWith(TrainingLosses.CONTRAST + ".");
  }

  /** The wanted tensors of a set under its prefix in a file. */
  private record Part(String prefix, TensorSet set, Predicate<String> wanted) {}

  private static void write(Path file, List<Part> parts, Map<String, String> metadata)
      throws IOException {
    var infos = new ArrayList<TensorInfo>();
    parts.forEach(part -> infos.addAll(part.set().infos(part.prefix()::concat, part.wanted())));
    try (var writer = SafetensorsWriter.create(file, infos, metadata, Durability.SYNCED)) {
      for (var part : parts) {
        part.set().write(writer, part.prefix()::concat, part.wanted());
      }
    }
  }

  @Override
  public void close() {
    sets().values().forEach(TensorSet::close);
    scope.close();
  }
}
