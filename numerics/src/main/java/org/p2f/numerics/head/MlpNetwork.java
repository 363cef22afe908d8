package org.p2f.numerics.head;

import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Value;
import org.p2f.spec.head.HeadSpec;

/** One hidden layer, or none: a linear probe. */
record MlpNetwork(HeadSpec.Mlp spec) implements HeadNetwork {

  @Override
  public Output apply(Site site, Value codes) {
    var x = pooled(site, codes);
    int width = spec.inputs();
    if (spec.hidden() > 0) {
      var hidden = site.in("0").linear(x, width, spec.hidden()).relu();
      x = site.pass().dropout(hidden, spec.hidden());
      width = spec.hidden();
    }
    return new Output(site.in("3").linear(x, width, spec.outputs()), null);
  }

  private Value pooled(Site site, Value codes) {
    return switch (spec.pooling()) {
      case ONE -> codes;
      case MEAN -> codes.mean(1);
      case CONCATENATION -> codes.reshape(-1, spec.inputs());
      case CONVEX -> {
        var weights = site.parameter("mix", Initialization.ZEROS, spec.times()).softmax(0);
        yield codes.mul(weights.reshape(1, spec.times(), 1)).sum(1);
      }
    };
  }
}
