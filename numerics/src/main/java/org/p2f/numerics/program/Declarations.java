package org.p2f.numerics.program;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters (trained) and buffers (not trained: running statistics, fixed frequencies) that
 * the graphs of one program ask for, in the order in which they first ask. All graphs of a program
 * share one instance, so an index means the same tensor in every method.
 */
public final class Declarations {

  private final Map<String, TensorSpec> parameters = new LinkedHashMap<>();
  private final Map<String, TensorSpec> buffers = new LinkedHashMap<>();

  public List<TensorSpec> parameters() {
    return List.copyOf(parameters.values());
  }

  public List<TensorSpec> buffers() {
    return List.copyOf(buffers.values());
  }

  /** Number of trained values. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(TensorSpec::elements).sum();
  }

  int parameter(TensorSpec spec) {
    return declare(parameters, spec);
  }

  int buffer(TensorSpec spec) {
    return declare(buffers, spec);
  }

  private static int declare(Map<String, TensorSpec> specs, TensorSpec spec) {
    var before = specs.putIfAbsent(spec.name(), spec);
    if (before != null && !before.shape().equals(spec.shape())) {
      throw new IllegalArgumentException(
          "%s is declared with shapes %s and %s"
              .formatted(spec.name(), before.shape(), spec.shape()));
    }
    return indexOf(specs.keySet(), spec.name());
  }

  private static int indexOf(Collection<String> names, String name) {
    int i = 0;
    for (var n : names) {
      if (n.equals(name)) {
        return i;
      }
      i++;
    }
    throw new IllegalStateException(name);
  }
}
