package org.p2f.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway with a certificate that it signed itself. */
@Timeout(120)
class TlsTest {

  private static final String PASSWORD = "for-this-test";

  @TempDir Path directory;

  private Path certificate() throws IOException, InterruptedException {
    var store = directory.resolve("gateway.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue())
        .as(new String(keytool.getInputStream().readAllBytes(), UTF_8))
        .isZero();
    return store;
  }

  private static SSLContext trusting(Path store) throws Exception {
    var own = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      own.load(in, PASSWORD.toCharArray());
    }
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", own.getCertificate("gateway"));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Test
  void gatewaySpeaksTlsAndTellsServicesAndBrowsersSo() throws Exception {
    var store = certificate();
    try (var gateway =
            new RunningGateway(
                Map.of(
                    "server.ssl.key-store",
                    store.toString(),
                    "server.ssl.key-store-password",
                    PASSWORD));
        var http = HttpClient.newBuilder().sslContext(trusting(store)).build();
        var distrustful = HttpClient.newHttpClient()) {
      gateway.training.answer(200, "text/plain", "hidden from the wire");
      var request =
          HttpRequest.newBuilder(
                  URI.create("https://127.0.0.1:" + gateway.url().getPort() + "/v1/models"))
              .header("Authorization", "Bearer " + gateway.tokens.valid())
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("hidden from the wire");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(gateway.training.onlyRequest().headers().get("X-Forwarded-Proto"))
          .isEqualTo(List.of("https"));
      assertThatThrownBy(() -> distrustful.send(request, BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(gateway.get("/v1/models").statusCode()).as("plain HTTP").isEqualTo(400);
    }
  }
}
