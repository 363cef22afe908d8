package org.p2f.spec.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The head of an NPY file, after which an array's elements follow in C order. Versions 1 to 3 are
 * read, version 1 is written. Source: the description of the format in numpy.lib.format.
 *
 * @param type as NumPy names it, such as {@code |u1} or {@code <i8}
 * @param shape sizes of the axes, the slowest first
 * @param length of the head in bytes
 */
public record NpyHeader(String type, List<Integer> shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int LONGEST = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /** Bytes one after the other. */
  @FunctionalInterface
  public interface Source {

    /**
     * Fills the buffer, as far as there are bytes.
     *
     * @return how many were read
     */
    int read(byte[] into) throws IOException;
  }

  /**
   * Reads up to the first element.
   *
   * @throws InvalidNpy if no head is there, or one of an array that is not read here
   */
  public static NpyHeader read(Source file) throws IOException {
    var start = new byte[MAGIC.length + 2];
    if (file.read(start) < start.length
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InvalidNpy(0, "is no NPY file");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new InvalidNpy(MAGIC.length, "NPY version %d is not known".formatted(version));
    }
    var size = new byte[version == 1 ? Short.BYTES : Integer.BYTES];
    int there = file.read(size);
    var little = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        there < size.length
            ? Long.MAX_VALUE
            : version == 1
                ? Short.toUnsignedLong(little.getShort())
                : Integer.toUnsignedLong(little.getInt());
    if (length > LONGEST) {
      throw new InvalidNpy(start.length, "the head is cut or too long");
    }
    var text = new byte[(int) length];
    int before = start.length + size.length;
    int read = file.read(text);
    if (read < text.length) {
      throw new InvalidNpy(before + (long) read, "the file ends within its head");
    }
    return parse(new String(text, StandardCharsets.UTF_8), before, before + text.length);
  }

  private static NpyHeader parse(String text, int offset, int length) throws InvalidNpy {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher sizes = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !sizes.find()) {
      throw new InvalidNpy(offset, "the head lacks a plain type, its order or its shape");
    }
    if (order.group(1).equals("True")) {
      throw new InvalidNpy(offset, "values are in Fortran's order; save a C-ordered copy");
    }
    var shape = new ArrayList<Integer>();
    for (String axis : sizes.group(1).split(",")) {
      if (!axis.isBlank()) {
        try {
          shape.add(Integer.valueOf(axis.strip()));
        } catch (NumberFormatException _) {
          throw new InvalidNpy(offset, "an axis of %s is too long".formatted(axis.strip()));
        }
      }
    }
    return new NpyHeader(type.group(1), shape, length);
  }

  /** The bytes of a head. */
  public static byte[] of(String type, long... shape) {
    String axes = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(type, axes, shape.length == 1 ? "," : "");
    int before = MAGIC.length + 4;
    int whole = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    var out = ByteBuffer.allocate(whole).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (whole - before));
    out.put(text.getBytes(StandardCharsets.ISO_8859_1));
    while (out.remaining() > 1) {
      out.put((byte) ' ');
    }
    return out.put((byte) '\n').array();
  }
}
