package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Labels of an NPY file: whole numbers [N] or [N, F]. */
final class NpyLabels {
  /** Labels are held in memory, so a hostile size must not be believed. */
  private static final long MOST = 100_000_000;

  private static final int MOST_CLASSES = 100_000;

  private final int images;
  private final int factors;

  /** Image after image. */
  private final int[] values;

  private NpyLabels(int images, int factors, int[] values) {
    this.images = images;
    this.factors = factors;
    this.values = values;
  }

  int images() {
    return images;
  }

  int factors() {
    return factors;
  }

  /** Whole numbers of one to eight bytes. */
  private record Type(int bytes, boolean signed, ByteOrder order) {
    static Type of(DataFile file, String descr) throws InvalidData {
      if (!descr.matches("[<>|=][iu][1248]")) {
        throw file.invalid(0, "labels are whole numbers, not of type '%s'".formatted(descr));
      }
      return new Type(
          descr.charAt(2) - '0',
          descr.charAt(1) == 'i',
          descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    long read(ByteBuffer in) {
      return switch (bytes) {
        case 1 -> signed ? in.get() : Byte.toUnsignedInt(in.get());
        case 2 -> signed ? in.getShort() : Short.toUnsignedInt(in.getShort());
        case 4 -> signed ? in.getInt() : Integer.toUnsignedLong(in.getInt());
        default -> in.getLong();
      };
    }
  }

  static NpyLabels read(DataFile file) throws IOException {
    var header = file.npyHeader();
    Type type = Type.of(file, header.type());
    int axes = header.shape().size();
    if (axes < 1 || axes > 2) {
      throw file.invalid(0, "labels have one axis or two, not %d".formatted(axes));
    }
    int images = header.shape().getFirst();
    int factors = axes == 1 ? 1 : header.shape().get(1);
    if (factors < 1 || (long) images * factors > MOST) {
      throw file.invalid(
          0, "labels of shape %s; at most %d are read".formatted(header.shape(), MOST));
    }
    int[] values = new int[images * factors];
    byte[] row = new byte[factors * type.bytes()];
    for (int image = 0; image < images; image++) {
      long start = file.position();
      if (file.read(row) < row.length) {
        throw file.invalid(start, "the file ends after %d of %d labels".formatted(image, images));
      }
      ByteBuffer in = ByteBuffer.wrap(row).order(type.order());
      for (int factor = 0; factor < factors; factor++) {
        long value = type.read(in);
        if (value < 0 || value >= MOST_CLASSES) {
          throw file.invalid(
              start + (long) factor * type.bytes(),
              "label %d is %d; labels are 0 to %d".formatted(image, value, MOST_CLASSES - 1));
        }
        values[image * factors + factor] = (int) value;
      }
    }
    if (file.read(new byte[1]) > 0) {
      throw file.invalid(
          file.position() - 1, "bytes follow the last of %d labels".formatted(images));
    }
    return new NpyLabels(images, factors, values);
  }

  int[] of(int image) {
    return Arrays.copyOfRange(values, image * factors, (image + 1) * factors);
  }

  /** Number of classes of a factor: its largest label and one. */
  int classes(int factor) {
    int most = 0;
    for (int at = factor; at < values.length; at += factors) {
      most = Math.max(most, values[at]);
    }
    return most + 1;
  }
}
