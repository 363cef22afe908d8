package org.p2f.http.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose body ends as announced, or with a {@link BodyFault}. */
final class CheckedBody extends HttpServletRequestWrapper {
  private final long announced;
  private @Nullable ServletInputStream body;
  private @Nullable BodyFault fault;

  CheckedBody(HttpServletRequest request) {
    super(request);
    announced = request.getContentLengthLong();
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new Checked(super.getInputStream());
    }
    return body;
  }

  /** What was wrong with the body, as far as it was read; null if nothing. */
  @Nullable BodyFault fault() {
    return fault;
  }

  private BodyFault blame(BodyFault found) {
    fault = found;
    return found;
  }

  /** Counts what comes. */
  private final class Checked extends ServletInputStream {
    private final ServletInputStream in;
    private long came;

    Checked(ServletInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(into, offset, length);
      } catch (IOException failed) {
        throw blame(BodyFault.of(failed, came, announced));
      }
      if (read < 0 && came < announced) {
        throw blame(BodyFault.endedEarly(came, announced));
      }
      came += Math.max(0, read);
      return read;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
