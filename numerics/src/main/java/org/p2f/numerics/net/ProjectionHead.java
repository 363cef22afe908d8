package org.p2f.numerics.net;

import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * What a contrast of codes looks at instead of the codes themselves: one hidden layer, so that
 * codes may keep what views differ in. Source: Chen et al., arXiv:2002.05709, sect. 2.1.
 *
 * @param in values of a code
 * @param out values of the hidden layer and of the result
 */
public record ProjectionHead(int in, int out) {

  /**
   * @param codes float32 [B, in]
   * @return float32 [B, out]
   */
  public Value project(Scope scope, Value codes) {
    var hidden = new Linear(in, out).apply(scope.in("hidden"), codes).relu();
    return new Linear(out, out).apply(scope.in("out"), hidden);
  }
}
