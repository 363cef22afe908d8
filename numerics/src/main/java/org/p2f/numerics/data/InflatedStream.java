package org.p2f.numerics.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a decompressor yields. Refuses bombs, and turns a decoder's complaints into {@link
 * InvalidData}.
 */
final class InflatedStream extends FilterInputStream {
  /** Above this a ratio is looked at: small files may well be all zeros. */
  private static final long UNSUSPICIOUS = 256L << 20;

  /** Images shrink to a third, flat drawings to a fiftieth; bombs to a thousandth and less. */
  private static final long HIGHEST_RATIO = 300;

  private final String name;
  private final Source source;
  private long inflated;

  InflatedStream(String name, InputStream decoder, Source source) {
    super(decoder);
    this.name = name;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = Decoding.of(name, source, () -> super.read(into, offset, length));
    inflated += Math.max(0, count);
    if (inflated > UNSUSPICIOUS && inflated > HIGHEST_RATIO * source.position()) {
      throw new InvalidData(
          name,
          source.position(),
          "unpacks to more than %d times its size".formatted(HIGHEST_RATIO));
    }
    return count;
  }

  /** Reads what is skipped, so that it is counted and checked. */
  @Override
  public long skip(long count) throws IOException {
    byte[] thrown = new byte[Math.clamp(count, 0, 1 << 16)];
    return Math.max(0, read(thrown, 0, thrown.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
