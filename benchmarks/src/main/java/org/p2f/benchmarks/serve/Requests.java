package org.p2f.benchmarks.serve;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** Requests for encodings. No two have a pair of image and time in common, so no cache helps. */
final class Requests {
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int FILES = 256;
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String PATH = "/v1/encodings";

  private final URI base;
  private final String token;
  private final String modelId;

  Requests(URI base, String token, String modelId) {
    this.base = base;
    this.token = token;
    this.modelId = modelId;
  }

  /** A time that no request has had. */
  private double time() {
    return NEXT.incrementAndGet() * .618033988749895 % 1;
  }

  /** PNG files of noise in JSON, at one time; codes in JSON. */
  Supplier<byte[]> json(int images) {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add("{\"content\":\"%s\"}".formatted(png(i)));
    }
    return () -> {
      double time = time();
      int first = (int) (time * FILES);
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        chosen.add(files.get((first + i) % FILES));
      }
      String body =
          "{\"modelId\":\"%s\",\"t\":[%s],\"images\":[%s]}"
              .formatted(modelId, time, String.join(",", chosen));
      return Connection.request(
          base,
          PATH,
          token,
          "application/json",
          "application/json",
          body.getBytes(StandardCharsets.ISO_8859_1));
    };
  }

  /** A NumPy array of float32 at one time; codes as bytes. */
  Supplier<byte[]> binary(int images) {
    byte[] array = array(images);
    return () ->
        Connection.request(
            base,
            "%s?modelId=%s&t=%s".formatted(PATH, modelId, time()),
            token,
            "application/x-npy",
            "application/octet-stream",
            array);
  }

  private static byte[] array(int images) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }\n"
            .formatted(images, CHANNELS, SIDE, SIDE);
    int values = images * CHANNELS * SIDE * SIDE;
    byte[] file = new byte[10 + header.length() + values * Float.BYTES];
    var out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    out.put((byte) 1).put((byte) 0).putShort((short) header.length());
    out.put(header.getBytes(StandardCharsets.ISO_8859_1));
    var random = new Random(1);
    for (int i = 0; i < values; i++) {
      out.putFloat(random.nextFloat());
    }
    return file;
  }

  private static String png(long seed) {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    var random = new Random(seed);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    try (var out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
