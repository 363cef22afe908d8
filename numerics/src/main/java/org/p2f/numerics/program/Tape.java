package org.p2f.numerics.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gradients in pieces: {@link Products} are differentiated here, by two more products; what lies
 * between them is libtorch's autograd's. So a graph may use products that autograd does not know.
 *
 * <p>The tape cuts a graph at leaves. Going back from the last leaf to the first, each piece
 * between leaves is differentiated by one call of autograd. A value that several pieces use should
 * be {@linkplain #cut cut}, or its own piece is gone through once for each of them.
 */
public final class Tape {

  /** A place where autograd's graph is cut: leaves, and what becomes of their gradients. */
  private sealed interface Cut {

    /**
     * @param read x as it lies in memory: row by row, or oneDNN multiplies a hundred times slower
     */
    record Product(Value x, Value read, Value weight, Value bias, Value leaf) implements Cut {}

    record Copy(Value x, Value leaf) implements Cut {}

    record Parts(Value x, List<Value> leaves) implements Cut {}
  }

  private record Root(Value value, Value gradient) {}

  private final Graph graph;
  private final Products products;
  private final List<Cut> cuts = new ArrayList<>();
  private final Set<Value> leaves = new LinkedHashSet<>();

  public Tape(Graph graph, Products products) {
    this.graph = graph;
    this.products = products;
  }

  /** A leaf that shares the tensor's memory and whose gradient can be asked for. */
  public Value parameter(Value tensor) {
    return leaf(tensor.detach());
  }

  /**
   * {@code x·Wᵀ + b}.
   *
   * @param x [n, in]
   * @param weight [out, in]
   * @param bias [out]
   * @return [n, out]
   */
  public Value product(Value x, Value weight, Value bias) {
    var read = x.detach().contiguous();
    var leaf = leaf(products.apply(read, weight.detach(), bias.detach()));
    cuts.add(new Cut.Product(x, read, weight, bias, leaf));
    return leaf;
  }

  /** The same value, behind a cut. */
  public Value cut(Value x) {
    var leaf = leaf(x.detach());
    cuts.add(new Cut.Copy(x, leaf));
    return leaf;
  }

  /** The {@code count} parts of x along its first axis, each behind a cut of its own. */
  public List<Value> parts(Value x, int count) {
    var parts = new ArrayList<Value>();
    for (int i = 0; i < count; i++) {
      parts.add(leaf(x.select(0, i).detach()));
    }
    cuts.add(new Cut.Parts(x, List.copyOf(parts)));
    return parts;
  }

  private Value leaf(Value detached) {
    var leaf = graph.op("torch.requires_grad_", detached, Operand.of(true));
    leaves.add(leaf);
    return leaf;
  }

  /**
   * Appends the way back.
   *
   * @param loss a scalar
   * @return for each parameter that the loss depends on, its gradient
   */
  public Map<Value, Value> gradients(Value loss) {
    return new WayBack().from(loss);
  }

  /** Sums up what reaches each leaf. */
  private final class WayBack {
    private final Map<String, Node> definitions = new HashMap<>();
    private final Map<String, Set<Value>> behind = new HashMap<>();
    private final Map<Value, Value> gradients = new LinkedHashMap<>();
    private final List<Root> open = new ArrayList<>();

    WayBack() {
      for (var node : graph.nodes()) {
        if (node.result() != null) {
          definitions.put(node.result().name(), node);
        }
      }
    }

    Map<Value, Value> from(Value loss) {
      reached(loss, graph.op("torch.ones_like", loss));
      for (var cut : cuts.reversed()) {
        switch (cut) {
          case Cut.Product(var x, var read, var weight, var bias, var leaf) -> {
            var found = resolve(leaf);
            if (found != null) {
              var gradient = found.contiguous();
              reached(weight, products.weightGradient(gradient, read));
              reached(bias, gradient.sum(0));
              if (!behind(x).isEmpty()) {
                reached(x, products.inputGradient(gradient, weight.detach()));
              }
            }
          }
          case Cut.Copy(var x, var leaf) -> {
            var gradient = resolve(leaf);
            if (gradient != null) {
              reached(x, gradient);
            }
          }
          case Cut.Parts(var x, var parts) -> {
            var all = parts.reversed().stream().map(this::required).toList().reversed();
            reached(x, graph.stack(all, 0));
          }
        }
      }
      while (!open.isEmpty()) {
        drain(List.copyOf(open));
      }
      return gradients;
    }

    private Value required(Value leaf) {
      var gradient = resolve(leaf);
      if (gradient == null) {
        throw new IllegalArgumentException("A part takes no part in the loss");
      }
      return gradient;
    }

    /** The leaf's whole gradient: pieces that depend on it are gone through before. */
    private @Nullable Value resolve(Value leaf) {
      drain(open.stream().filter(root -> behind(root.value()).contains(leaf)).toList());
      return gradients.get(leaf);
    }

    private void reached(Value value, Value gradient) {
      if (leaves.contains(value)) {
        gradients.merge(value, gradient, Value::add);
      } else if (!behind(value).isEmpty()) {
        for (int i = 0; i < open.size(); i++) {
          if (open.get(i).value().equals(value)) {
            open.set(i, new Root(value, open.get(i).gradient().add(gradient)));
            return;
          }
        }
        open.add(new Root(value, gradient));
      }
    }

    private void drain(List<Root> roots) {
      if (roots.isEmpty()) {
        return;
      }
      open.removeAll(roots);
      var inputs = new LinkedHashSet<Value>();
      roots.forEach(root -> inputs.addAll(behind(root.value())));
      var wanted = inputs.stream().sorted(Comparator.comparing(Value::name)).toList();
      var found =
          graph.op(
              Training.GRADIENT,
              ValueType.OPTIONAL_TENSOR_LIST,
              List.of(
                  Operand.list(roots.stream().map(Root::value).toList()),
                  Operand.list(wanted),
                  graph.op(
                      "optionals",
                      ValueType.OPTIONAL_TENSOR_LIST,
                      List.of(Operand.list(roots.stream().map(Root::gradient).toList())),
                      Map.of()),
                  Operand.of(true),
                  Operand.of(false),
                  Operand.of(false)),
              Map.of());
      for (int i = 0; i < wanted.size(); i++) {
        reached(wanted.get(i), graph.op("unchecked_cast", graph.item(found, i)));
      }
    }

    /** The leaves that a value depends on, not looking behind them. */
    private Set<Value> behind(Value value) {
      var known = behind.get(value.name());
      if (known != null) {
        return known;
      }
      var found = new LinkedHashSet<Value>();
      if (leaves.contains(value)) {
        found.add(value);
      } else {
        var node = definitions.get(value.name());
        if (node != null && !node.operator().equals("torch.detach")) {
          collect(node.operands(), found);
        }
      }
      behind.put(value.name(), found);
      return found;
    }

    private void collect(List<Operand> operands, Set<Value> found) {
      for (var operand : operands) {
        switch (operand) {
          case Value v -> found.addAll(behind(v));
          case Operand.Sequence s -> collect(s.items(), found);
          default -> {}
        }
      }
    }
  }
}
