package org.p2f.numerics.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Small files in the published formats, made by the tests. */
final class MadeFiles {
  private final Path folder;

  MadeFiles(Path folder) {
    this.folder = folder;
  }

  NamedFile file(String name, byte[] content) {
    try {
      // Stored files are called by their digest, so the path must tell a reader nothing.
      return new NamedFile(name, Files.write(Files.createTempFile(folder, "stored", ""), content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records of random pixels whose label is their number modulo {@code classes}. */
  static byte[] cifar10(int records, int classes) {
    byte[] bytes = new byte[records * 3073];
    new Random(records).nextBytes(bytes);
    for (int i = 0; i < records; i++) {
      bytes[i * 3073] = (byte) (i % classes);
    }
    return bytes;
  }

  static byte[] cifar100(int records) {
    byte[] bytes = new byte[records * 3074];
    new Random(records).nextBytes(bytes);
    for (int i = 0; i < records; i++) {
      bytes[i * 3074] = (byte) (i % 20);
      bytes[i * 3074 + 1] = (byte) (i % 100);
    }
    return bytes;
  }

  static byte[] idxLabels(int count, int... labels) {
    ByteBuffer out = ByteBuffer.allocate(8 + labels.length).putInt(2049).putInt(count);
    for (int label : labels) {
      out.put((byte) label);
    }
    return out.array();
  }

  static byte[] idxImages(int count, int side, int imagesThere) {
    byte[] pixels = new byte[imagesThere * side * side];
    new Random(7).nextBytes(pixels);
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(2051)
        .putInt(count)
        .putInt(side)
        .putInt(side)
        .put(pixels)
        .array();
  }

  static byte[] gzip(byte[] content) {
    return written(
        out -> {
          try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
          }
        });
  }

  static byte[] xz(byte[] content) {
    return written(
        out -> {
          try (var xz = new XZOutputStream(out, new LZMA2Options(1))) {
            xz.write(content);
          }
        });
  }

  static byte[] tar(Map<String, byte[]> entries) {
    return written(
        out -> {
          try (var tar = new TarArchiveOutputStream(out)) {
            for (var e : entries.entrySet()) {
              var entry = new TarArchiveEntry(e.getKey());
              entry.setSize(e.getValue().length);
              tar.putArchiveEntry(entry);
              tar.write(e.getValue());
              tar.closeArchiveEntry();
            }
          }
        });
  }

  static byte[] zip(Map<String, byte[]> entries) {
    return written(
        out -> {
          try (var zip = new ZipOutputStream(out)) {
            for (var e : entries.entrySet()) {
              zip.putNextEntry(new ZipEntry(e.getKey()));
              zip.write(e.getValue());
              zip.closeEntry();
            }
          }
        });
  }

  /** Entries of a zip: pictures of distinct colours. */
  static Map<String, byte[]> pictures(String... names) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      entries.put(names[i], png(flat(8, 8, 0x102030 * (i % 7 + 1))));
    }
    return entries;
  }

  static BufferedImage flat(int width, int height, int rgb) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  static BufferedImage noisy(int width, int height) {
    var random = new Random(3);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  static byte[] png(BufferedImage image) {
    return written(out -> ImageIO.write(image, "png", out));
  }

  static byte[] jpeg(BufferedImage image) {
    return written(out -> ImageIO.write(image, "jpeg", out));
  }

  /** A PNG header that promises an image which does not follow, with a true checksum. */
  static byte[] pngHeader(int width, int height) {
    return written(
        out -> {
          out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
          byte[] chunk =
              ByteBuffer.allocate(17)
                  .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                  .putInt(width)
                  .putInt(height)
                  .put(new byte[] {8, 2, 0, 0, 0})
                  .array();
          var crc = new CRC32();
          crc.update(chunk);
          out.write(ByteBuffer.allocate(4).putInt(13).array());
          out.write(chunk);
          out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        });
  }

  /** A JPEG file up to its frame header. */
  static byte[] jpegHeader(int width, int height, int components) {
    return ByteBuffer.allocate(2 + 4 + 6 + 20)
        .putShort((short) 0xffd8)
        .putShort((short) 0xffc0)
        .putShort((short) (8 + 3 * components))
        .put((byte) 8)
        .putShort((short) height)
        .putShort((short) width)
        .put((byte) components)
        .array();
  }

  private interface Writing {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    var out = new ByteArrayOutputStream();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
