package org.p2f.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Times of repeated work, as one line of JSON. */
final class Measurement {

  private final double[] millis;
  private final int images;

  private Measurement(double[] millis, int images) {
    this.millis = millis;
    this.images = images;
  }

  /**
   * @param images that one run of the work deals with
   */
  static Measurement of(int warmUps, int runs, int images, Runnable work) {
    for (int i = 0; i < warmUps; i++) {
      work.run();
    }
    var millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      long begun = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(millis);
    return new Measurement(millis, images);
  }

  /**
   * Images per second at the median, and what share that is of the machine's limit.
   *
   * @param operations floating-point operations on one image
   * @param peak billions of them that the machine can do in a second
   */
  String json(
      String bench, String config, String precision, String layout, double operations, double peak)
      throws IOException {
    double perSecond = 1e3 * images / quantile(.5);
    return String.format(
        Locale.ROOT,
        "{\"bench\":\"%s\",\"config\":\"%s\",\"precision\":\"%s\",\"layout\":\"%s\",\"imagesPerSecond\":%.1f,"
            + "\"stepMs\":{\"p50\":%.1f,\"p95\":%.1f},\"megaflopsPerImage\":%.1f,\"peakShare\":%.3f,\"peakRssMiB\":%d}",
        bench,
        config,
        precision,
        layout,
        perSecond,
        quantile(0.5),
        quantile(0.95),
        operations / 1e6,
        perSecond * operations / 1e9 / peak,
        ResidentMemory.peakMebibytes());
  }

  double medianMillis() {
    return quantile(.5);
  }

  double leastMillis() {
    return millis[0];
  }

  private double quantile(double share) {
    return millis[(int) Math.round(share * (millis.length - 1))];
  }
}
