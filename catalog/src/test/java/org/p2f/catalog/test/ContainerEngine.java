package org.p2f.catalog.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks, quickly and quietly, whether a container engine is there. */
final class ContainerEngine {
  private static final long PATIENCE_MILLIS = 2000;
  private static final String PING = "GET /_ping HTTP/1.0\r\n\r\n";
  private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

  private ContainerEngine() {}

  static boolean answers() {
    String host = System.getenv().getOrDefault("DOCKER_HOST", DEFAULT_HOST);
    var ping = new FutureTask<>(() -> ping(URI.create(host)));
    Thread.ofVirtual().start(ping);
    try {
      return ping.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      ping.cancel(true);
    }
  }

  private static boolean ping(URI host) throws IOException {
    try (SocketChannel channel = connect(host)) {
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate("HTTP/1.0 200".length());
      while (answer.hasRemaining() && channel.read(answer) >= 0) {}
      return new String(answer.array(), StandardCharsets.US_ASCII).endsWith(" 200");
    }
  }

  private static SocketChannel connect(URI host) throws IOException {
    if (!"unix".equals(host.getScheme())) {
      SocketAddress address =
          new InetSocketAddress(InetAddress.getByName(host.getHost()), host.getPort());
      return SocketChannel.open(address);
    }
    Path socket = Path.of(host.getPath());
    if (!Files.isReadable(socket)) {
      throw new IOException("No socket " + socket);
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }
}
