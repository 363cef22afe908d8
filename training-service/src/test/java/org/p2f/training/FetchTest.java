package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Published files, from a server of this test's own that stands in for the publisher's. */
@TestPropertySource(properties = {"p2f.known-data.enabled=true", "p2f.known-data.patience=2s"})
class FetchTest extends ServiceTest {
  private static final Map<String, byte[]> SERVED = new ConcurrentHashMap<>();
  private static final List<String> ASKED = new CopyOnWriteArrayList<>();
  private static final HttpServer SERVER = start();

  private static HttpServer start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            String path = exchange.getRequestURI().getPath();
            ASKED.add(path);
            byte[] content = SERVED.get(path);
            exchange.sendResponseHeaders(
                content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
              exchange.getResponseBody().write(content);
            }
            exchange.close();
          });
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add(
        "p2f.known-data.addresses.mnist",
        () -> "http://127.0.0.1:%d/digits".formatted(SERVER.getAddress().getPort()));
  }

  @BeforeAll
  static void serve() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop(0);
  }

  @BeforeEach
  void serveThePublishedFiles() throws IOException {
    SERVED.clear();
    ASKED.clear();
    for (String name :
        List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz")) {
      SERVED.put("/digits/" + name, published(name));
    }
  }

  private static byte[] published(String name) throws IOException {
    return Files.readAllBytes(SharedFiles.require("data/mnist/" + name));
  }

  private JsonNode fetched() {
    return finished(
        "/v1/datasets",
        Map.of(
            "name", "digits", "source", "mnist", "fetch", true, "trainLimit", 50, "testLimit", 10));
  }

  @Test
  void publishedFilesAreFetchedCheckedAndKeptAsParents() {
    JsonNode job = fetched();
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.path("phases").findValuesAsString("name"))
        .containsExactly("fetching", "reading", "recording");
    assertThat(ASKED).hasSize(4);
    JsonNode newest = api().get("/v1/datasets?limit=1").json().path("items").path(0);
    assertThat(newest.path("name").asString()).isEqualTo("digits");
    JsonNode lineage = api().get("/v1/lineage/" + newest.path("id").asString()).json();
    assertThat(lineage.path("ancestors").findValuesAsString("name"))
        .contains("train-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void fileThatIsNotTheOneThatWasPinnedIsRefused() throws IOException {
    byte[] images = published("train-images-idx3-ubyte.gz");
    images[images.length / 2] ^= 1;
    SERVED.put("/digits/train-images-idx3-ubyte.gz", images);
    assertFailure("fetched-file-differs", "train-images-idx3-ubyte.gz has SHA-256 ");
    SERVED.put("/digits/train-images-idx3-ubyte.gz", new byte[9_912_423]);
    assertFailure("fetched-file-differs", "has more than its 9912422 bytes");
    SERVED.put("/digits/train-images-idx3-ubyte.gz", new byte[3]);
    assertFailure("fetched-file-differs", "ends after 3 of its 9912422 bytes");
    SERVED.remove("/digits/train-images-idx3-ubyte.gz");
    assertFailure(
        "fetch-failed",
        "train-images-idx3-ubyte.gz cannot be fetched: the server answers with status 404");
  }

  private void assertFailure(String code, String detail) {
    String before = api().get("/v1/uploads?limit=1").text();
    JsonNode job = fetched();
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("failure").path("code").asString()).isEqualTo(code);
    assertThat(job.path("failure").path("blame").asString()).isEqualTo("infrastructure");
    assertThat(job.path("failure").path("detail").asString()).contains(detail);
    assertThat(api().get("/v1/uploads?limit=1").text()).isEqualTo(before);
  }

  @Test
  void whatHasNoKnownAddressIsRefusedAndNoClientNamesOne() {
    Answer folder =
        api().post("/v1/datasets", Map.of("name", "a", "source", "image-folder", "fetch", true));
    assertThat(folder.status()).isEqualTo(422);
    assertThat(folder.error("fetch"))
        .isEqualTo("no address is known for this source; upload the files");
    Answer both =
        api()
            .post(
                "/v1/datasets",
                Map.of(
                    "name", "a", "source", "mnist", "fetch", true, "uploadIds", List.of("upl-x")));
    assertThat(both.error("uploadIds")).isEqualTo("must be left out where the files are fetched");
    Answer address =
        api()
            .post(
                "/v1/datasets",
                Map.of("name", "a", "source", "mnist", "fetch", "http://127.0.0.1/"));
    assertThat(address.error("fetch")).isEqualTo("must be true or false");
    assertThat(ASKED).isEmpty();
  }
}
