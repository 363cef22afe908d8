package org.p2f.numerics.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled program. One {@link #call} is one native call, whatever the method does. Calls may
 * come from several platform threads at once as long as no two of them write the same tensors.
 */
public final class Program implements AutoCloseable {

  private final Engine engine;
  private final PtNDManager scope;
  private final PtSymbolBlock module;
  private final Map<String, List<ValueType>> signatures = new HashMap<>();
  private final Map<String, Boolean> gradients = new HashMap<>();

  private Program(Engine engine, PtNDManager scope, PtSymbolBlock module, List<Graph> methods) {
    this.engine = engine;
    this.scope = scope;
    this.module = module;
    for (var m : methods) {
      signatures.put(m.method(), List.copyOf(m.arguments().values()));
      gradients.put(
          m.method(), m.nodes().stream().anyMatch(n -> n.operator().equals(Training.GRADIENT)));
    }
  }

  static Program load(Engine engine, byte[] archive, List<Graph> methods) {
    engine.prepareThread(false);
    var scope = engine.newScope();
    try {
      var module = JniUtils.loadModule(scope, new ByteArrayInputStream(archive), false, false);
      return new Program(engine, scope, module, methods);
    } catch (IOException e) {
      scope.close();
      throw new UncheckedIOException(e); // the stream is a byte array
    }
  }

  /**
   * Runs a method.
   *
   * @param results owns the tensors the call yields
   * @param arguments in the order of declaration: NDArray for a tensor, {@link TensorSet} or {@code
   *     List<NDArray>} for a list, Long or Integer for an int, Double for a float
   * @return the method's results, owned by {@code results}
   * @throws IllegalArgumentException if the arguments do not fit the method's signature
   */
  public NDList call(NDManager results, String method, Object... arguments) {
    var signature = signatures.get(method);
    if (signature == null) {
      throw new IllegalArgumentException(
          "No method '%s'; there are %s".formatted(method, signatures.keySet()));
    }
    if (signature.size() != arguments.length) {
      throw new IllegalArgumentException(
          "Method %s takes %d arguments, got %d"
              .formatted(method, signature.size(), arguments.length));
    }
    engine.prepareThread(Boolean.TRUE.equals(gradients.get(method)));
    var values = new ArrayList<IValue>(arguments.length);
    try {
      for (int i = 0; i < arguments.length; i++) {
        values.add(value(method, i, signature.get(i), arguments[i]));
      }
      try (var result = NativeCall.run(module, method, values)) {
        return new NDList(result.toTensorArray((PtNDManager) results));
      }
    } finally {
      values.forEach(IValue::close);
    }
  }

  private static IValue value(String method, int index, ValueType type, Object argument) {
    return switch (argument) {
      case PtNDArray array when type == ValueType.TENSOR -> IValue.from(array);
      case TensorSet set when type == ValueType.TENSOR_LIST -> IValue.listFrom(set.handles());
      case List<?> list when type == ValueType.TENSOR_LIST ->
          IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
      case Number n when type == ValueType.INT -> IValue.from(n.longValue());
      case Number n when type == ValueType.REAL -> IValue.from(n.doubleValue());
      default ->
          throw new IllegalArgumentException(
              "Argument %d of %s is a %s, got %s"
                  .formatted(index, method, type, argument.getClass().getSimpleName()));
    };
  }

  /** The first element of a float32 tensor. */
  public static float scalar(NDArray tensor) {
    return tensor.toByteBuffer().order(ByteOrder.nativeOrder()).getFloat(0);
  }

  @Override
  public void close() {
    module.close();
    scope.close();
  }
}
