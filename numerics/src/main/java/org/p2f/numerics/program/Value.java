package org.p2f.numerics.program;

import java.util.List;
import java.util.Map;

/**
 * A value of a graph under construction. Its methods append operations to the graph and name their
 * results; shapes are libtorch's business and checked when the program runs.
 */
public final class Value implements Operand {

  private final Graph graph;
  private final String name;
  private final ValueType type;

  Value(Graph graph, String name, ValueType type) {
    this.graph = graph;
    this.name = name;
    this.type = type;
  }

  String name() {
    return name;
  }

  public ValueType type() {
    return type;
  }

  public Graph graph() {
    return graph;
  }

  // Arithmetic, with broadcasting.

  public Value add(Value other) {
    return graph.op("torch.add", this, other);
  }

  public Value add(double constant) {
    return graph.op("torch.add", this, Operand.of(constant));
  }

  public Value sub(Value other) {
    return graph.op("torch.sub", this, other);
  }

  public Value mul(Value other) {
    return graph.op("torch.mul", this, other);
  }

  public Value mul(double constant) {
    return graph.op("torch.mul", this, Operand.of(constant));
  }

  public Value div(Value other) {
    return graph.op("torch.div", this, other);
  }

  public Value neg() {
    return graph.op("torch.neg", this);
  }

  public Value abs() {
    return graph.op("torch.abs", this);
  }

  public Value square() {
    return graph.op("torch.mul", this, this);
  }

  public Value sqrt() {
    return graph.op("torch.sqrt", this);
  }

  public Value exp() {
    return graph.op("torch.exp", this);
  }

  public Value log() {
    return graph.op("torch.log", this);
  }

  /** ln(1 + x), exact near 0. */
  public Value log1p() {
    return graph.op("torch.log1p", this);
  }

  /** exp(x) − 1, exact near 0. */
  public Value expm1() {
    return graph.op("torch.expm1", this);
  }

  public Value floor() {
    return graph.op("torch.floor", this);
  }

  /** To the nearest whole number, halves to the even one. */
  public Value round() {
    return graph.op("torch.round", this);
  }

  public Value clampMin(double least) {
    return graph.op("torch.clamp_min", this, Operand.of(least));
  }

  public Value clamp(double least, double most) {
    return graph.op("torch.clamp", this, Operand.of(least), Operand.of(most));
  }

  public Value sin() {
    return graph.op("torch.sin", this);
  }

  public Value cos() {
    return graph.op("torch.cos", this);
  }

  // Activations.

  public Value silu() {
    return graph.op("torch.silu", this);
  }

  public Value relu() {
    return graph.op("torch.relu", this);
  }

  public Value elu() {
    return graph.op("torch.elu", this);
  }

  public Value tanh() {
    return graph.op("torch.tanh", this);
  }

  public Value sigmoid() {
    return graph.op("torch.sigmoid", this);
  }

  public Value softmax(int dimension) {
    return graph.op("torch.softmax", this, Operand.of(dimension));
  }

  // Reductions.

  public Value sum() {
    return graph.op("torch.sum", this);
  }

  public Value sum(long... dimensions) {
    return graph.op("torch.sum", this, Operand.ints(dimensions));
  }

  public Value mean() {
    return graph.op("torch.mean", this);
  }

  public Value mean(long... dimensions) {
    return graph.op("torch.mean", this, Operand.ints(dimensions));
  }

  /** Sums of all elements up to each along a dimension. */
  public Value cumsum(int dimension) {
    return graph.op("torch.cumsum", this, Operand.of(dimension));
  }

  public Value argmax(int dimension) {
    return graph.op("torch.argmax", this, Operand.of(dimension));
  }

  /** The order that sorts a vector. */
  public Value argsort() {
    return graph.op("torch.argsort", this);
  }

  // Products.

  /** {@code x·Wᵀ + b} over the last dimension; W is [out, in]. */
  public Value linear(Value weight, Value bias) {
    return graph.op("torch.linear", this, weight, bias);
  }

  public Value matmul(Value other) {
    return graph.op("torch.matmul", this, other);
  }

  public Value bmm(Value other) {
    return graph.op("torch.bmm", this, other);
  }

  /**
   * 2-D convolution without dilation or groups; weight is [out, in, k, k], bias may be left out.
   */
  public Value conv2d(Value weight, Operand bias, int stride, int padding) {
    return conv2d(weight, bias, stride, padding, 1, 1);
  }

  /** As {@link #conv2d(Value, Operand, int, int)}; weight is [out, in/groups, k, k]. */
  public Value conv2d(
      Value weight, Operand bias, int stride, int padding, int dilation, int groups) {
    return graph.op(
        "torch.conv2d",
        this,
        weight,
        bias,
        Operand.ints(stride, stride),
        Operand.ints(padding, padding),
        Operand.ints(dilation, dilation),
        Operand.of(groups));
  }

  /**
   * The transpose of a convolution with that stride and padding; weight is [in, out/groups, k, k].
   */
  public Value convTranspose2d(Value weight, Operand bias, int stride, int padding, int groups) {
    return graph.op(
        "torch.conv_transpose2d",
        this,
        weight,
        bias,
        Operand.ints(stride, stride),
        Operand.ints(padding, padding),
        Operand.ints(0, 0),
        Operand.of(groups),
        Operand.ints(1, 1));
  }

  // Shapes.

  public Value reshape(long... shape) {
    return graph.op("torch.reshape", this, Operand.ints(shape));
  }

  public Value permute(long... order) {
    return graph.op("torch.permute", this, Operand.ints(order));
  }

  public Value transpose(int a, int b) {
    return graph.op("torch.transpose", this, Operand.of(a), Operand.of(b));
  }

  public Value unsqueeze(int dimension) {
    return graph.op("torch.unsqueeze", this, Operand.of(dimension));
  }

  public Value select(int dimension, long index) {
    return graph.op("torch.select", this, Operand.of(dimension), Operand.of(index));
  }

  /** Elements {@code from} (inclusive) to {@code to} (exclusive) along a dimension. */
  public Value slice(int dimension, long from, long to) {
    return graph.op(
        "torch.slice",
        this,
        Operand.of(dimension),
        Operand.of(from),
        Operand.of(to),
        Operand.of(1));
  }

  public Value expand(long... shape) {
    return graph.op("torch.expand", this, Operand.ints(shape));
  }

  public Value indexSelect(int dimension, Value indices) {
    return graph.op("torch.index_select", this, Operand.of(dimension), indices);
  }

  // Memory.

  public Value to(ElementType type) {
    return graph.op("torch.to", this, Operand.of(type.code()));
  }

  /**
   * A tensor of the same shape with one value everywhere.
   *
   * @param number a float
   */
  public Value filled(Value number, ElementType type) {
    return graph.op(
        "torch.full_like", List.of(this, number), Map.of("dtype", Operand.of(type.code())));
  }

  /** The same values in another tensor's type. */
  public Value like(Value other) {
    return graph.op("torch.type_as", this, other);
  }

  public Value contiguous() {
    return graph.op("torch.contiguous", this);
  }

  /** Reorders a [B, C, H, W] tensor's memory so that channels are innermost. */
  public Value channelsLast() {
    return graph.op("torch.contiguous", List.of(this), Map.of("memory_format", Operand.of(2)));
  }

  public Value detach() {
    return graph.op("torch.detach", this);
  }

  @Override
  public String toString() {
    return name + ": " + type.script();
  }
}
