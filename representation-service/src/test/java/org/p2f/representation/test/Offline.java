package org.p2f.representation.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import tools.jackson.databind.JsonNode;

/** Codes computed without the service, one image at one time after the other. */
public final class Offline {
  /** Parts of the largest value; float32 sums in another order. Measured: see the tests' output. */
  private static final double BOUND = 1e-5;

  private final Encoder encoder;
  private final ImageDataset images;

  public Offline(Encoder encoder, ImageDataset images) {
    this.encoder = encoder;
    this.images = images;
  }

  public float[] code(int image, double t) {
    int codes = encoder.spec().latentSize();
    try (Arena arena = Arena.ofConfined()) {
      var pixels =
          arena.allocate((long) encoder.spec().preprocessing().values() * Float.BYTES, Float.BYTES);
      images.gather(new int[] {image}, pixels);
      var time = arena.allocateFrom(ValueLayout.JAVA_FLOAT, (float) t);
      var out = arena.allocate((long) codes * Float.BYTES, Float.BYTES);
      encoder.encode(pixels, time, out);
      return out.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  /** Asserts that a code as JSON is that of the image at the time. */
  public void assertCode(JsonNode code, int image, double t) {
    float[] expected = code(image, t);
    assertThat(code.size()).isEqualTo(expected.length);
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isPositive();
    for (int i = 0; i < expected.length; i++) {
      assertThat(code.get(i).asDouble()).isCloseTo(expected[i], within(BOUND * largest));
    }
  }
}
