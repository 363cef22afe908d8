package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * What is known of the images to be made: after every step it is put in again, noised as t asks.
 * Source: Song et al., arXiv:2011.13456, App. I.2 and I.3. Departure: after a predictor step the
 * noise is that of the time reached, not of the time left.
 *
 * @param rotation orthonormal [C, C]: channels in which the mask is given, each a row
 * @param mask [B or 1, C, H or 1, W or 1] in these channels, 1 where it is known, else 0
 * @param images [B, C, H, W], as the network sees images; only what the mask shows is used
 */
public record Known(NDArray rotation, NDArray mask, NDArray images) {

  /** How much the images fade and what noise they get. */
  record Level(Value fade, Value noise) {
    static Level in(Graph graph, String when) {
      return new Level(
          graph.argument("fade" + when, ValueType.REAL),
          graph.argument("noise" + when, ValueType.REAL));
    }
  }

  /** Its arguments in a graph. */
  record InGraph(Value rotation, Value mask, Value images) {
    static InGraph in(Graph graph) {
      return new InGraph(
          graph.tensor("rotation"), graph.tensor("mask"), graph.tensor("knownImages"));
    }

    /**
     * @param noise standard normal, shaped as x
     */
    Value into(Value x, Level level, Value noise) {
      return mixed(x, rotated(images.mul(level.fade())).add(rotated(noise).mul(level.noise())));
    }

    Value intoMean(Value mean, Level level) {
      return mixed(mean, rotated(images.mul(level.fade())));
    }

    private Value mixed(Value x, Value known) {
      var inside = rotated(x);
      // inside + mask·(known − inside), which is exact where the mask is 0
      var both = inside.add(known.sub(inside).mul(mask));
      return both.permute(0, 2, 3, 1).matmul(rotation).permute(0, 3, 1, 2);
    }

    private Value rotated(Value x) {
      return x.permute(0, 2, 3, 1).matmul(rotation.transpose(0, 1)).permute(0, 3, 1, 2);
    }
  }

  List<Object> arguments() {
    return List.of(rotation, mask, images);
  }
}
