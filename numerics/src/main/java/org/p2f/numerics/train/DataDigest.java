package org.p2f.numerics.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.p2f.numerics.data.ImageDataset;

/** What training sees of a data set, as one number: pixels, splits, mean and deviation. */
final class DataDigest {

  private DataDigest() {}

  /** SHA-256 in hexadecimal. */
  static String of(ImageDataset data) {
    var digest = sha256();
    var shape = "%d %d %d %d".formatted(data.size(), data.channels(), data.height(), data.width());
    digest.update(shape.getBytes(StandardCharsets.UTF_8));
    for (int c = 0; c < data.channels(); c++) {
      digest.update(
          ByteBuffer.allocate(2 * Double.BYTES)
              .putDouble(data.mean()[c])
              .putDouble(data.std()[c])
              .flip());
    }
    for (int i = 0; i < data.size(); i++) {
      digest.update(data.split(i).name().getBytes(StandardCharsets.UTF_8));
      digest.update(data.pixels(i).asByteBuffer());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
