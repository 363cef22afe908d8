package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.test.ReferenceCheck;

/**
 * Files of every layout that JPEG and PNG have, against Pillow 13.0 with libjpeg-turbo 3.1: a few
 * whose digests are checked in, and many made on the spot where {@code p2f.python} has Pillow.
 */
@ReferenceCheck
class PillowTest {
  private static final String MAKER = "/pictures/make_pictures.py";

  @TempDir Path folder;

  @Test
  void picturesDecodeToWhatPillowReadWhenTheyWereMade() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(resource("/pictures/pictures.zip"))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        files.put(e.getName(), zip.readAllBytes());
      }
    }
    compare(files, 150);
  }

  @Test
  void picturesDecodeToWhatPillowReadsNow() throws IOException, InterruptedException {
    String python = System.getProperty("p2f.python", "python3");
    assumeTrue(
        runs(python, "-c", "import PIL.Image"), "Skipped: no python3 with Pillow (-Dp2f.python=…)");
    Path maker = folder.resolve("make_pictures.py");
    try (InputStream in = resource(MAKER)) {
      Files.copy(in, maker);
    }
    Path out = folder.resolve("many");
    assertThat(runs(python, maker.toString(), out.toString(), "many")).isTrue();
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var made = Files.list(out)) {
      for (Path file : made.toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    }
    compare(files, 500);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(PillowTest.class.getResourceAsStream(name), name);
  }

  private boolean runs(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("python.log").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) { // there is no such program
      return false;
    }
  }

  /** Each row of the list: file, width, height, tolerance, digest of the right pixels. */
  private static void compare(Map<String, byte[]> files, int fewest) {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    try (var decoder = new PictureDecoder()) {
      for (String line :
          new String(of(files, "expected.tsv"), StandardCharsets.UTF_8).lines().toList()) {
        String[] row = line.split("\t");
        try {
          Picture picture = decoder.decode(row[0], of(files, row[0]));
          int tolerance = Integer.parseInt(row[3]);
          byte[] pixels = pixels(picture);
          if (picture.width() != Integer.parseInt(row[1])
              || picture.height() != Integer.parseInt(row[2])) {
            wrong.add(row[0] + ": size");
          } else if (tolerance == 0 && !digest(pixels).equals(row[4])) {
            wrong.add("%s: %s".formatted(row[0], difference(files, row[0], pixels)));
          } else if (tolerance > 0 && mostApart(of(files, row[0] + ".rgb"), pixels) > tolerance) {
            wrong.add("%s: %s".formatted(row[0], difference(files, row[0], pixels)));
          }
        } catch (InvalidData e) {
          wrong.add(String.valueOf(e.getMessage()));
        }
        compared++;
      }
    }
    assertThat(wrong).as("of %d files".formatted(compared)).isEmpty();
    assertThat(compared).isGreaterThan(fewest);
  }

  private static byte[] of(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static String difference(Map<String, byte[]> files, String name, byte[] pixels) {
    byte[] right = files.get(name + ".rgb");
    return right == null ? "digest" : mostApart(right, pixels) + " levels";
  }

  private static int mostApart(byte[] right, byte[] pixels) {
    int most = 0;
    for (int i = 0; i < right.length; i++) {
      most = Math.max(most, Math.abs(Byte.toUnsignedInt(right[i]) - Byte.toUnsignedInt(pixels[i])));
    }
    return most;
  }

  private static byte[] pixels(Picture picture) {
    byte[] pixels = new byte[3 * picture.width() * picture.height()];
    int at = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          pixels[at++] = (byte) picture.value(channel, x, y);
        }
      }
    }
    return pixels;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
