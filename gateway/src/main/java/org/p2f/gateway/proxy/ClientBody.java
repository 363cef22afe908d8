package org.p2f.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.p2f.gateway.problem.Refusal;
import org.p2f.http.body.BodyFault;

/** The caller's request body on its way to a service: streamed once, counted, never held. */
final class ClientBody extends AbstractHttpEntity {

  private final InputStream in;
  private final long length;
  private final long limit;

  /**
   * @param in ends as announced, or fails with a {@link BodyFault}
   * @param length the announced length; negative if the body comes in chunks
   * @param limit most bytes let through
   */
  ClientBody(InputStream in, long length, long limit) {
    super((String) null, null, length < 0);
    this.in = in;
    this.length = length;
    this.limit = limit;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    var buffer = CopyBuffer.forBody(length);
    long sent = 0;
    for (int read = read(buffer); read >= 0; read = read(buffer)) {
      sent += read;
      if (sent > limit) {
        throw new Unusable(new Refusal.BodyTooLarge(limit));
      }
      out.write(buffer, 0, read);
    }
  }

  private int read(byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (BodyFault fault) {
      throw new Unusable(new Refusal.BodyNotWhole(fault));
    }
  }

  @Override
  public InputStream getContent() {
    return in;
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public void close() {
    // The container owns the caller's stream.
  }

  /** The body's fault, not the service's. */
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Unusable(Refusal refusal) {
      super(refusal.toString());
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }
}
