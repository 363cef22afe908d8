package org.p2f.downstream.head.work;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.spec.npy.NpyHeader;

/** Which test images heads get right: an NPY file of booleans [heads, images]. */
public final class RightAnswersFile {

  public static final String MEDIA_TYPE = "application/x-npy";

  private static final String TYPE = "|b1";

  private RightAnswersFile() {}

  /**
   * @param heads all of the same images; may be none
   */
  public static void write(Path file, List<RightAnswers> heads) throws IOException {
    int images = heads.isEmpty() ? 0 : heads.getFirst().images();
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(NpyHeader.of(TYPE, heads.size(), images));
      for (var head : heads) {
        if (head.images() != images) {
          throw new IllegalArgumentException(
              "Heads were tested on %d and on %d images".formatted(images, head.images()));
        }
        var right = head.right();
        for (int image = 0; image < images; image++) {
          out.write(right.get(image) ? 1 : 0);
        }
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static List<RightAnswers> read(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      var header = NpyHeader.read(into -> in.readNBytes(into, 0, into.length));
      if (!header.type().equals(TYPE) || header.shape().size() != 2) {
        throw new IOException("%s holds no right answers: %s".formatted(file, header));
      }
      int images = header.shape().get(1);
      var heads = new ArrayList<RightAnswers>();
      for (int head = 0; head < header.shape().getFirst(); head++) {
        heads.add(RightAnswers.of(row(in.readNBytes(images), images, file), images));
      }
      return heads;
    }
  }

  private static BitSet row(byte[] values, int images, Path file) throws IOException {
    if (values.length < images) {
      throw new IOException(file + " is cut");
    }
    var right = new BitSet(images);
    for (int image = 0; image < images; image++) {
      right.set(image, values[image] != 0);
    }
    return right;
  }
}
