package org.p2f.numerics.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file on the disk that is read from its start to its end. */
final class SourceStream extends FilterInputStream implements Source {
  private long position;
  private boolean failed;

  SourceStream(InputStream in) {
    super(in);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public boolean failed() {
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
