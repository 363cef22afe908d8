package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A file on the disk that is read here and there; counts, and remembers whether the disk failed.
 */
final class SourceChannel implements SeekableByteChannel {
  private final SeekableByteChannel channel;
  private long read;
  private boolean failed;

  SourceChannel(SeekableByteChannel channel) {
    this.channel = channel;
  }

  boolean failed() {
    return failed;
  }

  long bytesRead() {
    return read;
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      int count = channel.read(into);
      read += Math.max(0, count);
      return count;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  @Override
  public SeekableByteChannel position(long to) throws IOException {
    channel.position(to);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
