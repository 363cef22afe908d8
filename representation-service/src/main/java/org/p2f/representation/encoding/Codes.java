package org.p2f.representation.encoding;

import java.lang.foreign.MemorySegment;

/**
 * Codes z of images at times, float32 [images, times, size].
 *
 * <p>A class rather than a record because a record would hand out its array.
 */
public final class Codes {
  private final int images;
  private final int times;
  private final int size;
  private final float[] values;

  public Codes(int images, int times, int size) {
    this.images = images;
    this.times = times;
    this.size = size;
    this.values = new float[Math.multiplyExact(Math.multiplyExact(images, times), size)];
  }

  public int images() {
    return images;
  }

  public int times() {
    return times;
  }

  public int size() {
    return size;
  }

  /** All values in native byte order; writes go through. */
  public MemorySegment values() {
    return MemorySegment.ofArray(values);
  }

  /** Whether no value is NaN or infinite. */
  public boolean areFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** One value. */
  public float value(int image, int time, int component) {
    return values[(image * times + time) * size + component];
  }
}
