package org.p2f.figures;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear or logarithmic scale onto pixels.
 *
 * @param from value at {@code pixelFrom}
 * @param to value at {@code pixelTo}
 */
record Axis(double from, double to, double pixelFrom, double pixelTo, boolean logarithmic) {

  Axis {
    if (!(from < to)) {
      throw new IllegalArgumentException("Need from < to, got %s and %s".formatted(from, to));
    }
    if (logarithmic && !(from > 0)) {
      throw new IllegalArgumentException("A logarithmic axis starts above 0, got " + from);
    }
  }

  double pixel(double value) {
    double share =
        logarithmic
            ? (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))
            : (value - from) / (to - from);
    return pixelFrom + Math.clamp(share, 0.0, 1.0) * (pixelTo - pixelFrom);
  }

  /** Round values inside the range, about {@code wanted} of them. */
  List<Double> ticks(int wanted) {
    return logarithmic ? decades() : linear(wanted);
  }

  private List<Double> linear(int wanted) {
    double raw = (to - from) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power;
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      step = power * factor;
      if (step >= raw) {
        break;
      }
    }
    var ticks = new ArrayList<Double>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> decades() {
    var ticks = new ArrayList<Double>();
    double span = Math.log10(to / from);
    int[] mantissas =
        span < 1.2 ? new int[] {1, 2, 3, 5, 7} : span < 3 ? new int[] {1, 2, 5} : new int[] {1};
    for (int e = (int) Math.floor(Math.log10(from)); e <= Math.log10(to); e++) {
      for (int m : mantissas) {
        double value = m * Math.pow(10, e);
        if (value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)) {
          ticks.add(value);
        }
      }
    }
    return ticks;
  }

  /** The shortest decimal spelling of a tick. */
  static String label(double tick) {
    double rounded = Double.parseDouble(Markup.format("%.6g", tick));
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e7
        ? Long.toString((long) rounded)
        : new BigDecimal(Double.toString(rounded)).stripTrailingZeros().toPlainString();
  }
}
