package org.p2f.numerics.head;

import java.util.HashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.head.HeadSpec;
import org.p2f.spec.head.Pooling;

/**
 * How a head is made of its row of parameters.
 *
 * @param layout of the row
 * @param precision of products
 */
record HeadRow(HeadSpec spec, HeadLayout layout, HeadNetwork network, Precision precision) {

  static HeadRow of(HeadSpec spec, Precision precision) {
    return new HeadRow(spec, HeadLayout.of(spec), HeadNetwork.of(spec), precision);
  }

  /**
   * @param parameters the head's, by their places in the layout
   */
  HeadNetwork.Output apply(Graph graph, IntFunction<Value> parameters, Pass pass, Value codes) {
    return network.apply(site(graph, new Declarations(), parameters, pass, precision), codes);
  }

  static Site site(
      Graph graph,
      Declarations declarations,
      IntFunction<Value> parameters,
      Pass pass,
      Precision precision) {
    return new Site(
        Scope.root(
            graph,
            declarations,
            parameters,
            i -> {
              throw new IllegalStateException("Heads have no buffers");
            },
            precision,
            Layout.CONTIGUOUS,
            pass instanceof Pass.Learning),
        pass);
  }

  /** The parameters of one head, each made of its place in the row when it is first asked for. */
  IntFunction<Value> views(Value row, Function<Value, Value> as) {
    var views = new HashMap<Integer, Value>();
    return i -> views.computeIfAbsent(i, k -> as.apply(view(row, k)));
  }

  Value view(Value row, int parameter) {
    var tensor = layout.parameters().get(parameter);
    int from = layout.offsets().get(parameter);
    return row.slice(0, from, from + tensor.elements()).reshape(tensor.dimensions());
  }

  /**
   * What a head reads.
   *
   * @param codes [B, times, d]
   */
  Value read(Value codes, Value times, Value variant) {
    boolean one = spec instanceof HeadSpec.Mlp mlp && mlp.pooling() == Pooling.ONE;
    return one ? Places.select(codes, 1, Places.toInt(Places.at(times, variant))) : codes;
  }
}
