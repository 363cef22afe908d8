package org.p2f.representation.picture;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A clean image [C, H, W]: channel after channel, row by row; uint8, or float32 in [0, 1].
 *
 * <p>A class rather than a record because a record would hand out its array.
 */
public final class Picture {
  private static final float[] LEVELS = new float[256];

  static {
    for (int level = 0; level < LEVELS.length; level++) {
      LEVELS[level] = level / 255f;
    }
  }

  private final ImageShape shape;
  private final byte[] levels;
  private final float[] values;

  /**
   * @param levels 0 to 255; kept, not copied
   */
  public Picture(ImageShape shape, byte[] levels) {
    this(shape, levels, new float[0], levels.length);
  }

  /**
   * @param values kept, not copied
   * @throws IllegalArgumentException if one is outside [0, 1]
   */
  public Picture(ImageShape shape, float[] values) {
    this(shape, new byte[0], values, values.length);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) { // also refuses NaN
        throw new IllegalArgumentException(
            "Pixels lie in [0, 1], number %d is %s".formatted(i, values[i]));
      }
    }
  }

  private Picture(ImageShape shape, byte[] levels, float[] values, int count) {
    if (count != shape.values()) {
      throw new IllegalArgumentException(
          "An image of %s has %d values, got %d".formatted(shape, shape.values(), count));
    }
    this.shape = shape;
    this.levels = levels;
    this.values = values;
  }

  public ImageShape shape() {
    return shape;
  }

  /**
   * Writes the image's values, float32 [C, H, W] in [0, 1].
   *
   * @param out as long as the shape has values
   */
  public void copyTo(float[] out) {
    if (out.length != shape.values()) {
      throw new IllegalArgumentException(
          "An image of %s has %d values, not %d".formatted(shape, shape.values(), out.length));
    }
    System.arraycopy(values, 0, out, 0, values.length);
    for (int i = 0; i < levels.length; i++) {
      out[i] = LEVELS[Byte.toUnsignedInt(levels[i])];
    }
  }

  /** SHA-256 of the values; equal images of one type have equal digests. */
  public String digest() {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      if (values.length > 0) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        sha.update((byte) 1);
        sha.update(bytes);
      } else {
        sha.update(levels);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
