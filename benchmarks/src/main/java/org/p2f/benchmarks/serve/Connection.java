package org.p2f.benchmarks.serve;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One kept-alive HTTP/1.1 connection. It reads answers to their end and keeps nothing of them but
 * the status and the name of a problem: a client library would take a good part of the cores that
 * the engine wants.
 */
final class Connection implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"[^\"]*/([^\"/]+)\"");

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private boolean open = true;

  Connection(URI base) throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  /**
   * What was answered.
   *
   * @param problem the name that ends its problem's type; empty if it is none
   */
  record Answer(int status, String problem) {

    /** Whether it is a problem that tells that a service is away. */
    boolean isUnavailable() {
      return !problem.isEmpty() && (status == 502 || status == 503);
    }
  }

  /** Sends a whole request and reads its answer to the end. */
  Answer exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String status = line();
    long length = -1;
    boolean chunked = false;
    boolean problem = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("content-type: application/problem+json")) {
        problem = true;
      } else if (lower.equals("connection: close")) {
        open = false;
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunked = true;
      }
    }
    var kept = problem ? new ByteArrayOutputStream() : OutputStream.nullOutputStream();
    if (chunked) {
      readChunks(kept);
    } else if (length > 0) {
      read(length, kept);
    }
    return new Answer(
        Integer.parseInt(status.split(" ")[1]), problem ? typeOf(kept.toString()) : "");
  }

  private static String typeOf(String problem) {
    Matcher type = TYPE.matcher(problem);
    return type.find() ? type.group(1) : "unnamed";
  }

  /** Whether the other side takes another request. */
  boolean isOpen() {
    return open;
  }

  private void readChunks(OutputStream to) throws IOException {
    while (true) {
      long length = Long.parseLong(line().strip(), 16);
      read(length, to);
      String end = line();
      if (!end.isEmpty()) {
        throw new IOException("No chunk ends with '" + end + "'");
      }
      if (length == 0) {
        return;
      }
    }
  }

  private void read(long bytes, OutputStream to) throws IOException {
    for (long left = bytes; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("The answer is cut off");
      }
      to.write(buffer, 0, read);
      left -= read;
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The connection is closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is not used again either way
    }
  }

  /** A request as it goes over the wire. */
  static byte[] request(
      URI base, String path, String token, String type, String accept, byte[] body) {
    byte[] head =
        String.join(
                "\r\n",
                "POST %s HTTP/1.1".formatted(path),
                "Host: %s:%d".formatted(base.getHost(), base.getPort()),
                "Authorization: Bearer " + token,
                "Content-Type: " + type,
                "Accept: " + accept,
                "Content-Length: %d".formatted(body.length),
                "",
                "")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }
}
