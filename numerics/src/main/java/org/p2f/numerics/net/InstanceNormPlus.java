package org.p2f.numerics.net;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Normalises each channel of each image, and gives back what that loses: how the channel's mean
 * lies among the other channels'. Source: Song and Ermon, arXiv:1907.05600, App. A.1.
 *
 * <p>Departure: where there is a code, a linear map of it is added to the bias, as their first
 * network's bias depends on the level of noise.
 *
 * @param codeSize length of the code; 0 for none
 */
record InstanceNormPlus(int channels, int codeSize) {

  private static final double EPSILON = 1e-5;
  private static final Initialization AROUND_ONE = new Initialization.NormalAround(1, .02);

  Value apply(Scope scope, Value x, @Nullable Value code) {
    var exact = scope.precision().exact();
    var means = x.to(exact).mean(2, 3);
    var centred = means.sub(means.mean(1).unsqueeze(1));
    var spread =
        scope
            .graph()
            .op("torch.var", means, Operand.ints(1), Operand.of(true), Operand.of(true))
            .add(EPSILON)
            .sqrt();
    var gamma = scope.parameter("gamma", AROUND_ONE, channels);
    var shift =
        centred
            .div(spread)
            .mul(scope.parameter("alpha", AROUND_ONE, channels))
            .mul(gamma)
            .add(scope.parameter("beta", Initialization.ZEROS, channels));
    if (code != null) {
      shift = shift.add(new Linear(codeSize, channels).apply(scope.in("code"), code));
    }
    var scaled = normed(scope, x).mul(gamma.to(scope.precision().element()).reshape(-1, 1, 1));
    return Images.addToPixels(scope, scaled, shift);
  }

  private static Value normed(Scope scope, Value x) {
    return scope
        .graph()
        .op(
            "torch.instance_norm",
            x,
            Operand.none(),
            Operand.none(),
            Operand.none(),
            Operand.none(),
            Operand.of(true),
            Operand.of(0.0),
            Operand.of(EPSILON),
            Operand.of(true));
  }
}
