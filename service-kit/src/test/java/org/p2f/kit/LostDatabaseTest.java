package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The kit's routes when Postgres has been stopped under the running service. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
      "spring.datasource.hikari.connection-timeout=500",
    })
@DirtiesContext
@Timeout(180)
class LostDatabaseTest {
  private static final Tokens TOKENS = Tokens.create();
  private static final EmbeddedPostgres POSTGRES = start();

  /** Nothing is sent there: a webhook cannot be registered without its database. */
  private static final String TARGET = "https://hooks.example.org";

  @TempDir static Path directory;

  @LocalServerPort int port;

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    registry.add(
        "spring.datasource.url",
        () -> "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(POSTGRES.getPort()));
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("p2f.store.root", () -> directory.resolve("store"));
    registry.add("p2f.webhooks.targets", () -> TARGET);
    registry.add("p2f.workspace.root", () -> directory.resolve("work"));
  }

  private Api api() {
    return Api.at(port).with(TOKENS.token("read run admin"));
  }

  /** Each path of the document that needs the catalog, with an id that could be one. */
  private List<Map.Entry<String, String>> routes() {
    List<Map.Entry<String, String>> routes = new ArrayList<>();
    JsonNode paths = api().get("/v3/api-docs").json().path("paths");
    paths.forEachEntry(
        (path, item) -> {
          if (!path.startsWith("/v1/things")) {
            String target = path.replaceAll("\\{id}", "trn-1").replaceAll("\\{[a-zA-Z]+}", "x");
            item.forEachEntry(
                (method, operation) -> routes.add(Map.entry(method, target + required(operation))));
          }
        });
    routes.add(Map.entry("post", "/v1/things/jobs"));
    return routes;
  }

  private static String required(JsonNode operation) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("required").asBoolean()
          && parameter.path("in").asString().equals("query")) {
        query.add(parameter.path("name").asString() + "=x");
      }
    }
    return query.toString();
  }

  /** One that is refused by nothing but the database. */
  private static String body(String path) {
    return path.equals("/v1/webhooks")
        ? "{\"url\":\"%s/hooks\"}".formatted(TARGET)
        : "{\"name\":\"a\",\"count\":1}";
  }

  @Test
  void everyRouteSaysThatTheCatalogIsAwayAndWhenToComeBack() throws IOException {
    List<Map.Entry<String, String>> routes = routes();
    assertThat(routes).hasSizeGreaterThanOrEqualTo(8);
    POSTGRES.close();
    for (var route : routes) {
      Answer answer =
          api()
              .send(
                  route.getKey().toUpperCase(Locale.ROOT),
                  route.getValue(),
                  BodyPublishers.ofString(body(route.getValue())),
                  "Content-Type",
                  "application/json");
      assertThat(answer.status()).as("%s: %s", route, answer.text()).isEqualTo(503);
      assertThat(answer.problem()).as("%s", route).isEqualTo("catalog-unavailable");
      assertThat(Integer.parseInt(answer.header("Retry-After"))).as("%s", route).isPositive();
    }
    assertThat(Api.at(port).get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(Api.at(port).get("/actuator/health/readiness").status()).isEqualTo(503);
  }
}
