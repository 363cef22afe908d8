package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service that is started before its database, as happens where nobody orders the starts. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(300)
class LateDatabaseTest {
  @TempDir Path directory;

  @Test
  void whoStartsBeforeTheDatabaseWaitsForIt(CapturedOutput log) throws Exception {
    int port = freePort();
    Tokens tokens = Tokens.create();
    var starting =
        CompletableFuture.supplyAsync(
            () ->
                SpringApplication.run(
                    SampleService.class,
                    "--sample.database=true",
                    "--server.address=127.0.0.1",
                    "--server.port=0",
                    "--p2f.catalog.service=training",
                    "--p2f.security.public-key=" + tokens.publicKey(),
                    "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres"
                        .formatted(port),
                    "--spring.datasource.username=postgres",
                    "--spring.datasource.password=postgres",
                    "--p2f.store.root=" + directory.resolve("store"),
                    "--p2f.workspace.root=" + directory.resolve("work")));
    while (!log.getOut().contains("Retrying in 2 sec") && !starting.isDone()) {
      Thread.sleep(50); // until it has asked twice
    }
    assertThat(starting).isNotDone();
    try (var postgres = EmbeddedPostgres.builder().setPort(port).start();
        var service = starting.get(200, TimeUnit.SECONDS)) {
      assertThat(postgres.getPort()).isEqualTo(port);
      var api =
          Api.at(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      assertThat(api.with(tokens.token("read")).get("/v1/jobs").status()).isEqualTo(200);
    }
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
