package org.p2f.numerics.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One method of a program: arguments, operations in order of execution, results. The arguments'
 * order is the order in which they are asked for, and the order in which {@link Program#call} takes
 * them.
 */
public final class Graph {

  private final String method;
  private final Map<String, ValueType> arguments = new LinkedHashMap<>();
  private final List<Statement> statements = new ArrayList<>();
  private List<Statement> block = statements;
  private Map<String, Value> items = new HashMap<>();
  private final List<Node> all = new ArrayList<>();
  private int names;
  private @Nullable List<Value> results;
  private boolean oneResult;

  Graph(String method) {
    this.method = method;
  }

  /**
   * Declares an argument.
   *
   * @param name a Java identifier, unique in this method
   */
  public Value argument(String name, ValueType type) {
    if (!name.matches("[a-z][A-Za-z0-9]*")) {
      throw new IllegalArgumentException("Not an argument name: '%s'".formatted(name));
    }
    if (arguments.put(name, type) != null) {
      throw new IllegalArgumentException(
          "Argument '%s' declared twice in %s".formatted(name, method));
    }
    return new Value(this, name, type);
  }

  public Value tensor(String name) {
    return argument(name, ValueType.TENSOR);
  }

  public Value tensors(String name) {
    return argument(name, ValueType.TENSOR_LIST);
  }

  /** The i-th tensor of a list argument; asked for once, however often it is used. */
  public Value item(Value list, int index) {
    return items.computeIfAbsent(
        list.name() + "[" + index + "]",
        k -> op("torch.select_item", ValueType.TENSOR, List.of(list, Operand.of(index)), Map.of()));
  }

  /** Appends an operation that yields a tensor. */
  public Value op(String operator, Operand... operands) {
    return op(operator, ValueType.TENSOR, List.of(operands), Map.of());
  }

  /** Appends an operation that yields a tensor, with keyword arguments. */
  public Value op(String operator, List<? extends Operand> operands, Map<String, Operand> named) {
    return op(operator, ValueType.TENSOR, operands, named);
  }

  /** Appends an operation that yields a value of that type. */
  public Value op(
      String operator,
      ValueType type,
      List<? extends Operand> operands,
      Map<String, Operand> named) {
    operands.forEach(this::refuseForeign);
    named.values().forEach(this::refuseForeign);
    var result = new Value(this, "_" + names++, type);
    append(new Node(operator, List.copyOf(operands), new LinkedHashMap<>(named), result));
    return result;
  }

  /** Appends an operation done for its effect on its operands. */
  public void effect(
      String operator, List<? extends Operand> operands, Map<String, Operand> named) {
    operands.forEach(this::refuseForeign);
    append(new Node(operator, List.copyOf(operands), new LinkedHashMap<>(named), null));
  }

  private void append(Node node) {
    block.add(node);
    all.add(node);
  }

  /**
   * Repeats a body. It must not be used for what it defines, only for its effects on tensors that
   * were there before.
   *
   * @param from the first index, an int
   * @param to past the last index, an int
   * @param body appends operations; takes the index, an int
   */
  public void loop(Operand from, Operand to, Consumer<Value> body) {
    refuseForeign(from);
    refuseForeign(to);
    var index = new Value(this, "_" + names++, ValueType.INT);
    var outside = block;
    var known = items;
    block = new ArrayList<>();
    items = new HashMap<>(known);
    body.accept(index);
    outside.add(new Statement.Loop(index, from, to, block));
    block = outside;
    items = known;
  }

  /** A tensor that the exported program carries itself, by the name of its {@link HeldTensor}. */
  public Value held(String name) {
    return items.computeIfAbsent(
        "held " + name,
        k ->
            op(
                "held",
                ValueType.TENSOR,
                List.of(Operand.of(HeldTensor.attribute(name))),
                Map.of()));
  }

  /**
   * A vector of constants, rounded to float32 as TorchScript does with lists, in the type and on
   * the device of another tensor.
   */
  public Value constants(Value like, double... values) {
    return op("torch.tensor", Operand.reals(values)).like(like);
  }

  /** The numbers 0, 1, … below {@code end}, int64. */
  public Value range(int end) {
    return op("torch.arange", List.of(Operand.of(end)), Map.of("device", Operand.device()));
  }

  public Value cat(List<Value> values, int dimension) {
    return op("torch.cat", Operand.list(values), Operand.of(dimension));
  }

  public Value stack(List<Value> values, int dimension) {
    return op("torch.stack", Operand.list(values), Operand.of(dimension));
  }

  /** Binds values to a list, for operations that take one. */
  public Value list(List<Value> values) {
    return op("list", ValueType.TENSOR_LIST, List.of(Operand.list(values)), Map.of());
  }

  /** The tensors this method yields, in order. */
  public void yields(List<Value> values) {
    if (results != null) {
      throw new IllegalStateException("Method %s already yields its results".formatted(method));
    }
    values.forEach(this::refuseForeign);
    results = List.copyOf(values);
  }

  /** The one tensor this method yields, not as a list. */
  void yieldsOne(Value value) {
    yields(List.of(value));
    oneResult = true;
  }

  boolean hasOneResult() {
    return oneResult;
  }

  private void refuseForeign(Operand operand) {
    switch (operand) {
      case Value v -> {
        if (v.graph() != this) {
          throw new IllegalArgumentException("Value of another method used in " + method);
        }
      }
      case Operand.Sequence s -> s.items().forEach(this::refuseForeign);
      default -> {}
    }
  }

  String method() {
    return method;
  }

  Map<String, ValueType> arguments() {
    return arguments;
  }

  List<Statement> statements() {
    return statements;
  }

  /** Every operation, those of loops among them, in order; of an unfinished loop too. */
  List<Node> nodes() {
    return all;
  }

  List<Value> results() {
    if (results == null) {
      throw new IllegalStateException("Method %s yields nothing".formatted(method));
    }
    return results;
  }

  /** Number of operations. */
  public int size() {
    return all.size();
  }
}
