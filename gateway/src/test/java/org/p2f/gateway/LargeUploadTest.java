package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One gigabyte through a process that could hold a quarter of it. */
@Timeout(180)
class LargeUploadTest {

  private static final long BYTES = 1L << 30;

  @TempDir Path directory;

  @Test
  void gigabytePassesThroughASmallHeap() throws Exception {
    var tokens = new Tokens();
    try (var training = new FakeService();
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      training.answer(
          exchange -> {
            var digest = sha256();
            long read = 0;
            var in = exchange.getRequestBody();
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              digest.update(buffer, 0, n);
              read += n;
            }
            FakeService.send(
                exchange,
                201,
                "text/plain",
                read + " " + HexFormat.of().formatHex(digest.digest()));
          });
      var port = freePort();
      var gateway = startGateway(port, tokens, training);
      try {
        awaitReady(http, port, gateway);
        var sent = sha256();
        var body =
            BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new DigestInputStream(new Noise(), sent)),
                BYTES);
        var response =
            http.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/uploads?name=large"))
                    .header("Authorization", "Bearer " + tokens.valid())
                    .header("Content-Type", "application/octet-stream")
                    .POST(body)
                    .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.body())
            .isEqualTo(BYTES + " " + HexFormat.of().formatHex(sent.digest()));
        assertThat(training.onlyRequest().headers().getFirst("Content-Length"))
            .isEqualTo(Long.toString(BYTES));
      } finally {
        gateway.destroy();
        gateway.waitFor(20, TimeUnit.SECONDS);
        gateway.destroyForcibly();
      }
    }
  }

  private Process startGateway(int port, Tokens tokens, FakeService training) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            Gateway.class.getName(),
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            "--p2f.security.public-key=" + tokens.writePublicKey(directory),
            "--p2f.services.training=" + training.url())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("gateway.log").toFile())
        .start();
  }

  private void awaitReady(HttpClient http, int port, Process gateway) throws Exception {
    var readiness =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
            .build();
    while (!gateway.waitFor(200, TimeUnit.MILLISECONDS)) {
      try {
        if (http.send(readiness, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException _) {
        // not listening yet
      }
    }
    throw new AssertionError(Files.readString(directory.resolve("gateway.log")));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** {@link #BYTES} bytes that no compression would make smaller. */
  private static final class Noise extends InputStream {
    private final byte[] block = new byte[(1 << 20) - 7];
    private long left = BYTES;

    Noise() {
      new Random(7).nextBytes(block);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in blocks");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      var count = (int) Math.min(left, Math.min(length, block.length));
      System.arraycopy(block, 0, into, offset, count);
      left -= count;
      return count;
    }
  }
}
