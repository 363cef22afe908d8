package org.p2f.representation.encoding.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.spec.npy.InvalidNpy;
import org.p2f.spec.npy.NpyHeader;

/** Images as an NPY file. */
public final class Npy {
  public static final String MEDIA_TYPE = "application/x-npy";

  private Npy() {}

  /**
   * Reads an array.
   *
   * @throws InvalidPicture if it is none, or of a type that is not read here
   */
  static PixelArray read(byte[] file) throws InvalidPicture {
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    var header = header(in);
    return new PixelArray(
        header.shape().stream().map(Integer::longValue).toList(), kind(header.type()), in.slice());
  }

  private static NpyHeader header(ByteBuffer in) throws InvalidPicture {
    try {
      return NpyHeader.read(
          into -> {
            int count = Math.min(into.length, in.remaining());
            in.get(into, 0, count);
            return count;
          });
    } catch (InvalidNpy e) {
      throw new InvalidPicture(e.reason());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the bytes are in memory
    }
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
}
