package org.p2f.numerics.net;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.net.RefineBlock.Level;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.NcsnV2Spec;

/**
 * NCSNv2 as a graph; the code enters with its normalisations.
 *
 * @param codeSize length of the code; 0 for a network that is told none
 */
record NcsnV2(NcsnV2Spec spec, int codeSize, Noising noising) implements ScoreNetwork {

  private static final int LAST_UNITS = 3;

  @Override
  public Value score(Scope scope, Value noisy, Value t, @Nullable Value code, Dropout dropout) {
    ScoreNetwork.requireCode(codeSize, code);
    int fine = spec.features();
    int coarse = 2 * fine;
    int size = spec.imageSize();
    int half = size / 2;
    var exact = scope.precision().exact();
    var x = Images.asComputed(scope, noising.seen(noisy, t, exact));
    var stem = NcsnConvolution.of3x3(spec.channels(), fine).apply(scope.in("begin_conv"), x);
    var layer1 = level(scope.in("res1"), stem, fine, fine, 1, code);
    var layer2 = level(scope.in("res2"), layer1, fine, coarse, 1, code);
    var layer3 = level(scope.in("res3"), layer2, coarse, coarse, 2, code);
    var layer4 = level(scope.in("res4"), layer3, coarse, coarse, 4, code);
    var h = refined(scope.in("refine1"), coarse, half, 1, List.of(new Level(layer4, coarse)));
    h =
        refined(
            scope.in("refine2"),
            coarse,
            half,
            1,
            List.of(new Level(layer3, coarse), new Level(h, coarse)));
    h =
        refined(
            scope.in("refine3"),
            fine,
            half,
            1,
            List.of(new Level(layer2, coarse), new Level(h, coarse)));
    h =
        refined(
            scope.in("refine4"),
            fine,
            size,
            LAST_UNITS,
            List.of(new Level(layer1, fine), new Level(h, fine)));
    h = new InstanceNormPlus(fine, codeSize).apply(scope.in("normalizer"), h, code).elu();
    h = NcsnConvolution.of3x3(fine, spec.channels()).apply(scope.in("end_conv"), h);
    return noising.score(h, noisy, t, exact);
  }

  /** Two blocks; the first one leads to the next level unless it keeps the width undilated. */
  private Value level(Scope scope, Value x, int in, int out, int dilation, @Nullable Value code) {
    boolean down = in != out || dilation > 1;
    var h = new NcsnBlock(in, out, down, dilation, codeSize).apply(scope.in(0), x, code);
    return new NcsnBlock(out, out, false, dilation, codeSize).apply(scope.in(1), h, code);
  }

  private static Value refined(Scope scope, int out, int size, int units, List<Level> levels) {
    return new RefineBlock(out, size, units).apply(scope, levels);
  }
}
