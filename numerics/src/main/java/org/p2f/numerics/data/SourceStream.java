package org.p2f.numerics.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file as it lies on the disk. Counts, and remembers whether the disk failed: any other trouble
 * of a decoder above it is the content's.
 */
final class SourceStream extends FilterInputStream {
  private long position;
  private boolean failed;

  SourceStream(InputStream in) {
    super(in);
  }

  long position() {
    return position;
  }

  boolean failed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      int count = super.read(into, offset, length);
      position += Math.max(0, count);
      return count;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      long skipped = super.skip(count);
      position += skipped;
      return skipped;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
