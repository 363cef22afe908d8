package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Value;
import org.p2f.spec.head.HeadSpec;

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
  private record Block(Linear query, Linear key, Linear value, Linear out, Site site) {

    /** Queries, keys and values as one product. */
    Value projections(Value x) {
      var graph = x.graph();
      var all = List.of(query, key, value);
      return site.product(
          x,
          graph.cat(all.stream().map(Linear::weight).toList(), 0),
          graph.cat(all.stream().map(Linear::bias).toList(), 0));
    }
  }

  private record Linear(Value weight, Value bias) {
    static Linear of(Site site) {
      return new Linear(site.weight(WIDTH, WIDTH), site.bias(WIDTH, WIDTH));
    }
  }

  private int tokens() {
    return spec.times() + 1;
  }

  @Override
  public Output apply(Site site, Value codes) {
    var block = site.in("block");
    var weights =
        new Block(
            Linear.of(block.in("q")),
            Linear.of(block.in("k")),
            Linear.of(block.in("v")),
            Linear.of(block.in("o")),
            block);
    var x = embed(site, codes);
    for (int pass = 1; pass < spec.passes(); pass++) {
      x = wholePass(weights, x);
    }
    var last = lastPass(weights, x);
    var logits = site.in("classify").linear(last.logits(), WIDTH, spec.outputs());
    return new Output(logits, last.readoutAttention());
  }

  /** Embedded codes with their positions, and the readout token: [B·tokens, width]. */
  private Value embed(Site site, Value codes) {
    var graph = site.graph();
    var flat = codes.reshape(-1, spec.codes());
    var embedded =
        site.pass()
            .dropout(site.in("embed").linear(flat, spec.codes(), WIDTH), spec.times() * WIDTH)
            .reshape(-1, spec.times(), WIDTH);
    var placed = embedded.add(positions(graph, embedded));
    // One readout for each image; it takes the batch's size from the codes.
    var readout =
        graph.op(
            "torch.expand_as",
            site.parameter("readout", READOUT, 1, 1, WIDTH),
            placed.slice(1, 0, 1));
    return site.pass().meeting(graph.cat(List.of(placed, readout), 1).reshape(-1, WIDTH));
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
    return graph.range(end).to(ElementType.FLOAT32);
  }

  /**
   * The block on all tokens.
   *
   * @param x [B·tokens, width]
   */
  private Value wholePass(Block block, Value x) {
    var graph = x.graph();
    var projections =
        block
            .projections(x)
            .reshape(-1, tokens(), 3, HEADS, HEAD_WIDTH)
            .permute(2, 0, 3, 1, 4); // [3, B, heads, tokens, width of a head]
    var attended =
        graph.op(
            "torch.scaled_dot_product_attention",
            projections.select(0, 0),
            visible(projections.select(0, 1), 2),
            visible(projections.select(0, 2), 2));
    var joined = attended.transpose(1, 2).reshape(-1, WIDTH);
    return block.site().pass().meeting(feedForward(block, x, joined, tokens()));
  }

  /**
   * The block on the readout token.
   *
   * @param x [B·tokens, width]
   * @return the readout token's output, [B, width], and its attention
   */
  private Output lastPass(Block block, Value x) {
    var tokens = x.reshape(-1, tokens(), WIDTH);
    var readout = block.site().pass().meeting(tokens.select(1, spec.times()));
    var keys = visible(tokens, 1);
    int visible = tokens() - spec.hiddenKeys().size();
    // [heads, B, width of a head]
    var query = byHead(block.site().product(readout, block.query().weight(), block.query().bias()));
    var byKey = block.key().weight().reshape(HEADS, HEAD_WIDTH, WIDTH);
    var offset = query.bmm(block.key().bias().reshape(HEADS, HEAD_WIDTH, 1)); // [heads, B, 1]
    var scores =
        query
            .bmm(byKey)
            .transpose(0, 1)
            .bmm(keys.transpose(1, 2))
            .add(offset.transpose(0, 1))
            .mul(SCALE);
    var attention = scores.softmax(2); // [B, heads, visible]
    var mixed = attention.bmm(keys).transpose(0, 1); // [heads, B, width]
    var values =
        x.graph()
            .op(
                "torch.baddbmm",
                block.value().bias().reshape(HEADS, 1, HEAD_WIDTH),
                mixed,
                block.value().weight().reshape(HEADS, HEAD_WIDTH, WIDTH).transpose(1, 2));
    var joined = values.transpose(0, 1).reshape(-1, WIDTH);
    return new Output(
        feedForward(block, readout, joined, 1), attention.reshape(-1, HEADS, visible));
  }

  /** [B, width] as [heads, B, width of a head]. */
  private static Value byHead(Value x) {
    return x.reshape(-1, HEADS, HEAD_WIDTH).transpose(0, 1);
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

  /**
   * @param x [n, width], what the attention is added to
   * @param attended [n, width]
   * @param tokens n for each image
   */
  private static Value feedForward(Block block, Value x, Value attended, int tokens) {
    var site = block.site();
    var pass = site.pass();
    var out = site.product(attended, block.out().weight(), block.out().bias());
    var joined = pass.meeting(site.in("n1").layerNorm(x.add(out), WIDTH));
    var inner = pass.dropout(site.in("f1").linear(joined, WIDTH, INNER), tokens * INNER).relu();
    var changed = pass.dropout(site.in("f2").linear(inner, INNER, WIDTH), tokens * WIDTH);
    return site.in("n2").layerNorm(joined.add(changed), WIDTH);
  }
}
