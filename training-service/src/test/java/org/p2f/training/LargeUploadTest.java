package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Tokens;

class LargeUploadTest {
  /** The process has a heap of 256 MiB. */
  private static final long BYTES = 400L << 20;

  @TempDir Path home;

  @Test
  void uploadLargerThanTheHeapPasses() {
    try (var service =
        ServiceProcess.start(
            "service",
            home,
            PostgresFixture.newDatabase(),
            Tokens.create(),
            "--p2f.worker.enabled=false")) {
      Answer answer =
          service
              .api()
              .send(
                  "POST",
                  "/v1/uploads?name=large",
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> new Zeros(BYTES)), BYTES),
                  "Content-Type",
                  "application/octet-stream");
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      assertThat(answer.json().path("bytes").asLong()).isEqualTo(BYTES);
      assertThat(service.log()).doesNotContain("OutOfMemoryError");
    }
  }

  /** That many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int read = (int) Math.min(length, left);
      Arrays.fill(into, offset, offset + read, (byte) 0);
      left -= read;
      return read;
    }
  }
}
