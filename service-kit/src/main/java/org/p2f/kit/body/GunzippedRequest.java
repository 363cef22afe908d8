package org.p2f.kit.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.EOFException;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpHeaders;

/** The request as if it had been sent uncoded, its length not announced. */
final class GunzippedRequest extends HttpServletRequestWrapper {
  private static final int BUFFER_BYTES = 1 << 13;
  private static final Set<String> GONE =
      Set.of(
          HttpHeaders.CONTENT_ENCODING.toLowerCase(Locale.ROOT),
          HttpHeaders.CONTENT_LENGTH.toLowerCase(Locale.ROOT));

  private @Nullable ServletInputStream body;

  GunzippedRequest(HttpServletRequest coded) {
    super(coded);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new Gunzipped(super.getInputStream());
    }
    return body;
  }

  @Override
  public int getContentLength() {
    return -1;
  }

  @Override
  public long getContentLengthLong() {
    return -1;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isGone(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isGone(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream().filter(name -> !isGone(name)).toList());
  }

  private static boolean isGone(String header) {
    return GONE.contains(header.toLowerCase(Locale.ROOT));
  }

  /** Reads the coded body only when it is asked for, so that a refusal needs none of it. */
  private static final class Gunzipped extends ServletInputStream {
    private final ServletInputStream coded;
    private @Nullable GZIPInputStream plain;
    private boolean finished;

    Gunzipped(ServletInputStream coded) {
      this.coded = coded;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        if (plain == null) {
          plain = new GZIPInputStream(coded, BUFFER_BYTES);
        }
        int read = plain.read(into, offset, length);
        finished = read < 0;
        return read;
      } catch (ZipException _) {
        throw undecodable("is not gzip");
      } catch (EOFException _) {
        throw undecodable("ends before its gzip stream does");
      }
    }

    private static Refused undecodable(String why) {
      return new Refused(
          new Refusal("undecodable-body", 400, "The body says Content-Encoding: gzip but " + why));
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("A coded body is read blocking");
    }
  }
}
