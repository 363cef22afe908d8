package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/**
 * The Transformer head. A hidden key is left out of keys and values, which is what a mask of −∞
 * amounts to.
 *
 * <p>In the last pass only the readout token's output is used, so only that is computed, and
 * without keys and values of the other tokens: with query q_h of head h, q_h·(K_h x) = (K_hᵀ
 * q_h)·x, and Σ a·(V_h x + b) = V_h Σ a·x + b since the weights a sum to 1. For 12 tokens this is a
 * twelfth of the pass; it differs from the plain order in rounding alone.
 */
record TransformerNetwork(HeadSpec.Transformer spec) implements HeadNetwork {

  private static final int WIDTH = HeadSpec.Transformer.WIDTH;
  private static final int HEADS = HeadSpec.Transformer.HEADS;
  private static final int INNER = HeadSpec.Transformer.INNER;
  private static final int HEAD_WIDTH = WIDTH / HEADS;
  private static final double SCALE = 1 / Math.sqrt(HEAD_WIDTH);

  /** Longest wavelength of the positions over 2π (Vaswani et al., arXiv:1706.03762). */
  private static final double WAVELENGTH = 10_000;

  /** Of the readout token: Glorot's uniform bound √(6 / (in + out)), both its width. */
  private static final Initialization READOUT =
      new Initialization.Uniform(Math.sqrt(6.0 / (2 * WIDTH)));

  /** Weights of the block, shared by all passes. */
  private record Block(Linear query, Linear key, Linear value, Linear out, Stack stack) {}

  private record Linear(Value weight, Value bias) {
    static Linear of(Stack stack) {
      return new Linear(stack.weight(WIDTH, WIDTH), stack.bias(WIDTH, WIDTH));
    }
  }

  private int tokens() {
    return spec.times() + 1;
  }

  @Override
  public Output apply(Stack stack, HeadBatch batch) {
    var block = stack.in("block");
    var weights =
        new Block(
            Linear.of(block.in("q")),
            Linear.of(block.in("k")),
            Linear.of(block.in("v")),
            Linear.of(block.in("o")),
            block);
    var x = embed(stack, batch);
    for (int pass = 1; pass < spec.passes(); pass++) {
      x = wholePass(weights, x);
    }
    var last = lastPass(weights, x);
    var logits = stack.in("classify").linear(last.logits(), WIDTH, spec.outputs());
    return new Output(logits, last.readoutAttention());
  }

  /** Embedded codes with their positions, and the readout token: [M, B, tokens, width]. */
  private Value embed(Stack stack, HeadBatch batch) {
    var graph = stack.graph();
    long models = stack.models();
    var embedded =
        stack
            .dropout(stack.in("embed").linear(batch.byImage(), spec.codes(), WIDTH))
            .reshape(models, -1, spec.times(), WIDTH);
    var codes = embedded.add(positions(graph, embedded));
    // One readout for each image; it takes the batch's size from the codes.
    var readout =
        graph.op(
            "torch.expand_as",
            stack.parameter("readout", READOUT, 1, 1, WIDTH),
            codes.slice(2, 0, 1));
    return graph.cat(List.of(codes, readout), 2);
  }

  /** Sine at even and cosine at odd places, [times, width]. */
  private Value positions(Graph graph, Value like) {
    var frequencies = range(graph, WIDTH / 2).mul(-2 * Math.log(WAVELENGTH) / WIDTH).exp();
    var angles = range(graph, spec.times()).unsqueeze(1).mul(frequencies);
    var positions =
        graph.stack(List.of(angles.sin(), angles.cos()), 2).reshape(spec.times(), WIDTH);
    return graph.op("torch.to", positions, like);
  }

  private static Value range(Graph graph, int end) {
    return graph.op("torch.arange", Operand.of(end)).to(ElementType.FLOAT32);
  }

  /**
   * The block on all tokens.
   *
   * @param x [M, B, tokens, width]
   */
  private Value wholePass(Block block, Value x) {
    long models = block.stack().models();
    var flat = x.reshape(models, -1, WIDTH);
    var graph = x.graph();
    var projections =
        List.of(block.query(), block.key(), block.value()).stream()
            .map(p -> heads(block.stack().product(flat, p.weight(), p.bias())))
            .toList();
    var attended =
        graph.op(
            "torch.scaled_dot_product_attention",
            projections.get(0),
            visible(projections.get(1), 2),
            visible(projections.get(2), 2));
    var joined = attended.transpose(1, 2).reshape(models, -1, WIDTH);
    return feedForward(block, residual(block, flat, joined)).reshape(models, -1, tokens(), WIDTH);
  }

  /** [M, B·tokens, width] as [M·B, heads, tokens, width of a head]. */
  private Value heads(Value x) {
    return x.reshape(-1, tokens(), HEADS, HEAD_WIDTH).transpose(1, 2);
  }

  /**
   * The block on the readout token.
   *
   * @param x [M, B, tokens, width]
   * @return the readout token's output, [M, B, width], and its attention
   */
  private Output lastPass(Block block, Value x) {
    long models = block.stack().models();
    var readout = x.select(2, spec.times());
    var keys = visible(x, 2);
    int visible = tokens() - spec.hiddenKeys().size();
    // [M·heads, B, width of a head]
    var query =
        byHead(block.stack().product(readout, block.query().weight(), block.query().bias()));
    var byKey = block.key().weight().reshape(models * HEADS, HEAD_WIDTH, WIDTH);
    var offset =
        query.bmm(block.key().bias().reshape(models * HEADS, HEAD_WIDTH, 1)); // [M·heads, B, 1]
    var flatKeys = keys.reshape(-1, visible, WIDTH);
    var scores =
        byImage(query.bmm(byKey), models, WIDTH)
            .bmm(flatKeys.transpose(1, 2))
            .add(byImage(offset, models, 1))
            .mul(SCALE);
    var attention = scores.softmax(2); // [M·B, heads, visible]
    var mixed =
        attention
            .bmm(flatKeys)
            .reshape(models, -1, HEADS, WIDTH)
            .transpose(1, 2)
            .reshape(models * HEADS, -1, WIDTH);
    var values =
        block
            .stack()
            .product(
                mixed,
                block.value().weight().reshape(models * HEADS, HEAD_WIDTH, WIDTH),
                block.value().bias().reshape(models * HEADS, HEAD_WIDTH));
    var joined =
        values.reshape(models, HEADS, -1, HEAD_WIDTH).transpose(1, 2).reshape(models, -1, WIDTH);
    return new Output(
        feedForward(block, residual(block, readout, joined)),
        attention.reshape(models, -1, HEADS, visible));
  }

  /** [M, B, width] as [M·heads, B, width of a head]. */
  private static Value byHead(Value x) {
    var split = x.graph().op("torch.unflatten", x, Operand.of(2), Operand.ints(HEADS, HEAD_WIDTH));
    return x.graph().op("torch.flatten", split.transpose(1, 2), Operand.of(0), Operand.of(1));
  }

  /** [M·heads, B, n] as [M·B, heads, n]. */
  private static Value byImage(Value x, long models, int n) {
    return x.reshape(models, HEADS, -1, n).transpose(1, 2).reshape(-1, HEADS, n);
  }

  /** The tokens that are not hidden, along that axis. */
  private Value visible(Value x, int dimension) {
    if (spec.hiddenKeys().isEmpty()) {
      return x;
    }
    var runs = new ArrayList<Value>();
    int from = 0;
    for (int at = 0; at <= tokens(); at++) {
      if (at == tokens() || spec.hiddenKeys().contains(at)) {
        if (from < at) {
          runs.add(x.slice(dimension, from, at));
        }
        from = at + 1;
      }
    }
    return runs.size() == 1 ? runs.getFirst() : x.graph().cat(runs, dimension);
  }

  private static Value residual(Block block, Value x, Value attended) {
    var out = block.stack().product(attended, block.out().weight(), block.out().bias());
    return block.stack().in("n1").layerNorm(x.add(out), WIDTH);
  }

  private static Value feedForward(Block block, Value x) {
    var stack = block.stack();
    var inner = stack.dropout(stack.in("f1").linear(x, WIDTH, INNER)).relu();
    var out = stack.dropout(stack.in("f2").linear(inner, INNER, WIDTH));
    return stack.in("n2").layerNorm(x.add(out), WIDTH);
  }
}
