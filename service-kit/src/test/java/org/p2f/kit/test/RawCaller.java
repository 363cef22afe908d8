package org.p2f.kit.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller that sends bytes as they are, for no client library would send these. */
public final class RawCaller {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawCaller() {}

  /**
   * Sends that and reads all that is answered until the other side hangs up.
   *
   * @param text its lines end as Java's do
   * @param halfClosed whether nothing more can come, or the caller just says nothing more
   */
  public static String exchange(int port, String text, boolean halfClosed) throws IOException {
    return exchange(
        port, text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1), halfClosed);
  }

  /** The same with these very bytes. */
  public static String exchange(int port, byte[] bytes, boolean halfClosed) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      if (halfClosed) {
        socket.shutdownOutput();
      }
      var answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
