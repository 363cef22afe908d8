package org.p2f.representation.encoding.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.p2f.representation.picture.InvalidPicture;

/**
 * NumPy's file format: a magic string, a header, the array in C order. Versions 1 to 3 are read,
 * version 1 is written. Source: numpy/lib/format.py's description of the format.
 */
public final class Npy {
  public static final String MEDIA_TYPE = "application/x-npy";

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  private Npy() {}

  /**
   * Reads an array.
   *
   * @throws InvalidPicture if it is none, or of a type that is not read here
   */
  static PixelArray read(byte[] file) throws InvalidPicture {
    if (file.length < 10 || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InvalidPicture("is no NPY file");
    }
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = file[MAGIC.length] == 1 ? 10 : 12;
    long length = start == 10 ? in.getShort(8) & 0xffffL : in.getInt(8) & 0xffffffffL;
    if (length > LONGEST_HEADER || start + length > file.length) {
      throw new InvalidPicture("is an NPY file cut off in its header");
    }
    String header = new String(file, start, (int) length, StandardCharsets.ISO_8859_1);
    if (!"False".equals(find(FORTRAN, header))) {
      throw new InvalidPicture("is an NPY array in Fortran order; C order is read");
    }
    return new PixelArray(
        shape(find(SHAPE, header)),
        kind(find(TYPE, header)),
        in.slice(start + (int) length, file.length - start - (int) length));
  }

  private static String find(Pattern pattern, String header) throws InvalidPicture {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InvalidPicture("is an NPY file whose header cannot be read");
    }
    return matcher.group(1);
  }

  private static ElementKind kind(String numpy) throws InvalidPicture {
    return Arrays.stream(ElementKind.values())
        .filter(kind -> kind.numpy().equals(numpy))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidPicture(
                    "is an NPY array of '%s'; read are %s"
                        .formatted(
                            numpy,
                            Arrays.stream(ElementKind.values())
                                .map(ElementKind::numpy)
                                .collect(Collectors.joining(", ")))));
  }

  private static List<Long> shape(String tuple) throws InvalidPicture {
    try {
      return Arrays.stream(tuple.split(","))
          .map(String::strip)
          .filter(number -> !number.isEmpty())
          .map(Long::valueOf)
          .toList();
    } catch (NumberFormatException e) {
      throw new InvalidPicture("is an NPY array of shape (%s)".formatted(tuple));
    }
  }

  /**
   * What stands before an array's elements.
   *
   * @param type as NumPy names it
   */
  public static byte[] header(String type, long... shape) {
    String dimensions =
        LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(type, dimensions, shape.length == 1 ? "," : "");
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
