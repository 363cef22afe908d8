package org.p2f.gateway;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** What a fake platform computes: curves, codes and images that are easily told apart. */
final class FakeCodes {
  private FakeCodes() {}

  static final int TIMES = 21;
  static final int VALUES = 8;

  static String metrics() {
    return IntStream.rangeClosed(1, 10)
        .mapToObj(
            step ->
                "{\"step\":%d,\"loss\":%s,\"gradientNorm\":1,\"learningRate\":1,\"latentPenalty\":0}"
                    .formatted(step, 1.0 / step))
        .collect(Collectors.joining(",", "{\"lastStep\":10,\"points\":[", "]}"));
  }

  static String probes() {
    return IntStream.range(0, 10)
        .mapToObj(
            i ->
                "{\"factor\":\"shape\",\"step\":%d,\"t\":%s,\"accuracy\":%s}"
                    .formatted(i < 5 ? 0 : 10, i % 5 * .25, i * .1))
        .collect(Collectors.joining(",", "{\"points\":[", "]}"));
  }

  /** Value v of the code at t is the cosine of v + 3 t, so that every t has a code of its own. */
  static String codes() {
    var codes =
        IntStream.range(0, TIMES)
            .mapToObj(
                i ->
                    IntStream.range(0, VALUES)
                        .mapToObj(v -> "%.4f".formatted(Math.cos(v + 3.0 * i / (TIMES - 1))))
                        .collect(Collectors.joining(",", "[", "]")))
            .collect(Collectors.joining(",", "[[", "]]"));
    var times =
        IntStream.range(0, TIMES)
            .mapToObj(i -> String.format(Locale.ROOT, "%.2f", i / (TIMES - 1.0)))
            .collect(Collectors.joining(",", "[", "]"));
    return """
        {"modelId":"mdl-1","modelDigest":"d","weights":"raw","precision":"float32",
         "shape":[1,%d,%d],"times":%s,"z":%s,
         "preprocessing":{"channels":3,"height":16,"width":16,"mean":[0,0,0],"std":[1,1,1]}}
        """
        .formatted(TIMES, VALUES, times, codes);
  }

  /** Grey images, ever darker along t, and darker with another's code. */
  static String reconstructions() {
    var all =
        IntStream.range(0, TIMES)
            .mapToObj(
                i ->
                    """
                    {"t":%s,"noised":{"image":"%s","signal":1,"noise":2,"pixelNoise":2},
                     "withCode":{"image":"%s","squaredError":%s},
                     "withOtherCode":{"image":"%s","squaredError":%s},"gain":3}
                    """
                        .formatted(
                            i / (TIMES - 1.0),
                            grey(i / (TIMES - 1f)),
                            grey(1),
                            .01 + .001 * i,
                            grey(0),
                            .01 + .002 * i))
            .collect(Collectors.joining(",", "[", "]"));
    return """
        {"modelId":"mdl-1","modelDigest":"d","weights":"raw","madeBy":"score-network","seed":0,
         "format":"float32","shape":[3,16,16],"times":[],"images":[{"reconstructions":%s}]}
        """
        .formatted(all);
  }

  private static String grey(float level) {
    var bytes = ByteBuffer.allocate(3 * 16 * 16 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(level);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /**
   * Ten images of two classes that part along one value as t rises; another value tells nothing.
   */
  static String slice() {
    var codes =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    DoubleStream.of(0, 0.5, 1)
                        .mapToObj(
                            t ->
                                "[0,0,0,%s,0,%s,0,0]"
                                    .formatted(
                                        (i % 2 == 0 ? 4 : -4) * t, (i / 2 - 2) * 0.5 + i % 2 * 0.1))
                        .collect(Collectors.joining(",", "[", "]")))
            .collect(Collectors.joining(","));
    var labels =
        IntStream.range(0, 10)
            .mapToObj(i -> "[%d]".formatted(i % 2))
            .collect(Collectors.joining(","));
    return """
        {"id":"trj-1","split":"test","from":0,"count":10,"times":[0,0.5,1],
         "indices":[20,21,22,23,24,25,26,27,28,29],"z":[%s],"labels":[%s]}
        """
        .formatted(codes, labels);
  }

  static byte[] png() throws IOException {
    var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        image.setRGB(x, y, (x * 16) << 16 | (y * 16) << 8 | 0x40);
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
