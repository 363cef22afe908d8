package org.p2f.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service that reads each request's head, says the same bytes to all, and hangs up. */
final class RawService implements AutoCloseable {

  private final ServerSocket socket;
  private volatile byte[] answer = {};
  private volatile boolean rudely;

  RawService() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serve);
  }

  /**
   * @param text its lines end as Java's do
   * @param andResets whether the connection is reset rather than closed
   */
  void says(String text, boolean andResets) {
    answer = wire(text);
    rudely = andResets;
  }

  static byte[] wire(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        connection.setSoLinger(rudely, 0);
        readHead(connection);
        connection.getOutputStream().write(answer);
        if (!rudely) {
          connection.shutdownOutput();
          connection.getInputStream().readAllBytes();
        }
      } catch (IOException otherEndGone) {
        // the next one, if any
      }
    }
  }

  private static void readHead(Socket connection) throws IOException {
    var head =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    for (var line = head.readLine(); line != null && !line.isEmpty(); ) {
      line = head.readLine();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
