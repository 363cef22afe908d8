package org.p2f.numerics.data;

import java.io.IOException;
import java.util.List;

/**
 * The images of an NPY file: bytes [N, H, W], [N, H, W, C] or [N, C, H, W].
 *
 * @param channelsLast whether the channels of a pixel stand together
 */
record NpyImages(int images, ImageShape shape, boolean channelsLast) {
  private static final int LARGEST_SIDE = 512;

  /** Reads up to the first pixel. */
  static NpyImages of(DataFile file) throws IOException {
    var header = file.npyHeader();
    if (!header.type().matches("[<>|=]u1")) {
      throw file.invalid(0, "images are bytes (uint8), not of type '%s'".formatted(header.type()));
    }
    List<Integer> axes = header.shape();
    boolean last = axes.size() == 4 && isChannels(axes.get(3));
    boolean first = axes.size() == 4 && isChannels(axes.get(1));
    if (axes.size() != 3 && last == first) {
      throw file.invalid(
          0,
          "images of shape %s; known are [N, H, W], [N, H, W, C] and [N, C, H, W] with C of 1 or 3"
              .formatted(axes));
    }
    int channels = axes.size() == 3 ? 1 : axes.get(last ? 3 : 1);
    int height = axes.get(first ? 2 : 1);
    int width = axes.get(first ? 3 : 2);
    if (height < 1 || width < 1 || Math.max(height, width) > LARGEST_SIDE) {
      throw file.invalid(
          0, "images of %d×%d pixels; at most %d a side".formatted(height, width, LARGEST_SIDE));
    }
    return new NpyImages(axes.getFirst(), new ImageShape(channels, height, width), last);
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }

  /** Channel after channel. */
  void arrange(byte[] pixels, byte[] planes) {
    if (!channelsLast) {
      System.arraycopy(pixels, 0, planes, 0, planes.length);
      return;
    }
    int plane = shape.plane();
    for (int at = 0, from = 0; at < plane; at++) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        planes[channel * plane + at] = pixels[from++];
      }
    }
  }
}
