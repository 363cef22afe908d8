package org.p2f.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller that sends bytes as they are, for no client library would send these. */
final class RawCaller {

  private static final int PATIENCE_MILLIS = 20_000;

  private RawCaller() {}

  /**
   * Sends that and reads all that is answered until the other side hangs up.
   *
   * @param text its lines end as Java's do
   * @param halfClosed whether nothing more can come, or the caller just says nothing more
   */
  static String exchange(int port, String text, boolean halfClosed) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(RawService.wire(text));
      if (halfClosed) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
