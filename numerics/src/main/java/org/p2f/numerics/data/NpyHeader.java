package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an NPY file, versions 1 to 3 (numpy.lib.format).
 *
 * @param type such as {@code |u1} or {@code <i8}
 * @param shape sizes of the axes, the slowest first
 * @param bytes of the head; values follow
 */
record NpyHeader(String type, List<Integer> shape, int bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  /** Reads up to the first value. */
  static NpyHeader read(DataFile file) throws IOException {
    byte[] start = new byte[MAGIC.length + 2];
    if (file.read(start) < start.length
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw file.invalid(0, "is no NPY file");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw file.invalid(MAGIC.length, "NPY version %d is not known".formatted(version));
    }
    byte[] size = new byte[version == 1 ? Short.BYTES : Integer.BYTES];
    int there = file.read(size);
    ByteBuffer little = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        there < size.length
            ? Long.MAX_VALUE
            : version == 1
                ? Short.toUnsignedLong(little.getShort())
                : Integer.toUnsignedLong(little.getInt());
    if (length > LONGEST) {
      throw file.invalid(start.length, "the head is cut or too long");
    }
    byte[] text = new byte[(int) length];
    if (file.read(text) < text.length) {
      throw file.invalid(file.position(), "the file ends within its head");
    }
    return parse(file, new String(text, StandardCharsets.UTF_8), start.length + size.length);
  }

  private static NpyHeader parse(DataFile file, String text, int offset) throws InvalidData {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher sizes = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !sizes.find()) {
      throw file.invalid(offset, "the head lacks a plain type, its order or its shape");
    }
    if (order.group(1).equals("True")) {
      throw file.invalid(offset, "values are in Fortran's order; save a C-ordered copy");
    }
    List<Integer> shape = new ArrayList<>();
    for (String axis : sizes.group(1).split(",")) {
      if (!axis.isBlank()) {
        try {
          shape.add(Integer.valueOf(axis.strip()));
        } catch (NumberFormatException _) {
          throw file.invalid(offset, "an axis of %s is too long".formatted(axis.strip()));
        }
      }
    }
    return new NpyHeader(type.group(1), shape, (int) file.position());
  }
}
