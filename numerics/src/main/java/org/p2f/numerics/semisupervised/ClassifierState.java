package org.p2f.numerics.semisupervised;

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
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;

/**
 * What a classifier's steps change.
 *
 * @param first Adam's first moments
 * @param second Adam's second moments
 * @param steps number of steps done, a float32 scalar
 */
record ClassifierState(
    PtNDManager scope,
    TensorSet parameters,
    TensorSet buffers,
    TensorSet first,
    TensorSet second,
    NDArray steps)
    implements AutoCloseable {

  /** After so many steps; the sets are this state's from now on. */
  static ClassifierState of(
      Engine engine,
      TensorSet parameters,
      TensorSet buffers,
      TensorSet first,
      TensorSet second,
      long step) {
    var scope = engine.newScope();
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocateFrom(ValueLayout.JAVA_FLOAT, (float) step);
      var steps = TensorSet.copy(scope, value, new Shape(), DataType.FLOAT32);
      return new ClassifierState(scope, parameters, buffers, first, second, steps);
    }
  }

  /** Before the first step. */
  static ClassifierState initial(
      Engine engine, List<TensorSpec> specs, TensorSet parameters, TensorSet buffers) {
    return of(
        engine,
        parameters,
        buffers,
        TensorSet.zeros(engine, specs),
        TensorSet.zeros(engine, specs),
        0);
  }

  static ClassifierState read(
      Engine engine,
      List<TensorSpec> parameters,
      List<TensorSpec> buffers,
      SafetensorsFile file,
      String prefix,
      long step) {
    return of(
        engine,
        TensorSet.read(engine, parameters, file, (prefix + "parameters.")::concat),
        TensorSet.read(engine, buffers, file, (prefix + "buffers.")::concat),
        TensorSet.read(engine, parameters, file, (prefix + "first.")::concat),
        TensorSet.read(engine, parameters, file, (prefix + "second.")::concat),
        step);
  }

  /** Another one that is equal. */
  ClassifierState copy(Engine engine, long step) {
    return of(
        engine,
        parameters.copy(engine),
        buffers.copy(engine),
        first.copy(engine),
        second.copy(engine),
        step);
  }

  private Map<String, TensorSet> sets() {
    var sets = new LinkedHashMap<String, TensorSet>();
    sets.put("parameters.", parameters);
    sets.put("buffers.", buffers);
    sets.put("first.", first);
    sets.put("second.", second);
    return sets;
  }

  List<TensorInfo> infos(String prefix) {
    var infos = new ArrayList<TensorInfo>();
    sets().forEach((part, set) -> infos.addAll(set.infos((prefix + part)::concat)));
    return infos;
  }

  void write(SafetensorsWriter writer, String prefix) throws IOException {
    for (var part : sets().entrySet()) {
      part.getValue().write(writer, (prefix + part.getKey())::concat);
    }
  }

  /** The parameters and buffers under their own names. */
  void export(Path file) throws IOException {
    var infos = new ArrayList<>(parameters.infos(name -> name));
    infos.addAll(buffers.infos(name -> name));
    try (var writer = SafetensorsWriter.create(file, infos, Map.of())) {
      parameters.write(writer, name -> name);
      buffers.write(writer, name -> name);
    }
  }

  @Override
  public void close() {
    sets().values().forEach(TensorSet::close);
    scope.close();
  }
}
