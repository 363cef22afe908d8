package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.catalog.test.PostgresFixture;
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

/** Projects of tokens, services that act for others, and the audit log, over HTTP. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
    })
@DirtiesContext
@Timeout(60)
class AccessTest {
  private static final Tokens TOKENS = Tokens.create();
  private static final String BODY = "{\"name\":\"good\",\"count\":1}";
  @TempDir static Path directory;

  @LocalServerPort int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    PostgresFixture.register(registry);
    registry.add("p2f.store.root", () -> directory.resolve("store"));
    registry.add("p2f.workspace.root", () -> directory.resolve("work"));
  }

  private Api as(String subject, String scopes, Object projects) {
    var claims = TOKENS.claims(scopes).subject(subject).claim("projects", projects);
    var until = Date.from(Instant.now().plusSeconds(3600));
    return Api.at(port).with(TOKENS.sign(claims.expirationTime(until).build()));
  }

  private static String submit(Api api, String... headers) {
    Answer answer = api.post("/v1/things/jobs", BODY, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  @Test
  void newThingsGoIntoTheFirstProjectOrTheOneThatIsNamed() {
    Api ada = as("ada", "read run", List.of("birds", "cars"));
    JsonNode job = ada.get("/v1/jobs/" + submit(ada)).json();
    assertThat(job.path("owner").asString()).isEqualTo("ada");
    assertThat(job.path("project").asString()).isEqualTo("birds");
    String inCars = submit(ada, "P2F-Project", "cars");
    assertThat(ada.get("/v1/jobs/" + inCars).json().path("project").asString()).isEqualTo("cars");
    assertThat(ada.get("/v1/jobs/" + inCars, "P2F-Project", "birds").status()).isEqualTo(404);
    JsonNode birds = ada.get("/v1/jobs", "P2F-Project", "birds").json().path("items");
    assertThat(birds.findValuesAsString("id")).doesNotContain(inCars).isNotEmpty();
  }

  @Test
  void anotherProjectSeesAndStopsNothing() {
    String job = submit(as("ada", "read run", "birds"));
    Api ben = as("ben", "read run", "cars others");
    for (String path : List.of("/v1/jobs/" + job, "/v1/jobs/%s/events".formatted(job))) {
      assertThat(ben.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(ben.post("/v1/jobs/%s/cancel".formatted(job), "").status()).isEqualTo(404);
    assertThat(ben.delete("/v1/jobs/" + job).status()).isEqualTo(404);
    assertThat(ben.get("/v1/jobs").json().path("items").findValuesAsString("id"))
        .doesNotContain(job);
    assertThat(as("root", "read admin", "default").get("/v1/jobs/" + job).status()).isEqualTo(200);
  }

  @Test
  void aTokenWithoutProjectsIsOfTheDefaultOne() {
    Api tester = Api.at(port).with(TOKENS.token("read run"));
    assertThat(tester.get("/v1/jobs/" + submit(tester)).json().path("project").asString())
        .isEqualTo("default");
  }

  @ParameterizedTest
  @CsvSource({"cars", "public", "Birds", "''"})
  void aProjectThatIsNotTheTokensIsRefused(String project) {
    Answer answer = as("ada", "read run", "birds").get("/v1/jobs", "P2F-Project", project);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("not-your-project");
  }

  @ParameterizedTest
  @CsvSource({"No Name", "'a b/c'", "-x"})
  void aTokenWhoseProjectsAreNoNamesIsInvalid(String projects) {
    Answer answer = as("ada", "read run", projects).get("/v1/jobs");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("invalid-token");
  }

  @Test
  void servicesActForOthersWithTheScopeDelegateOnly() {
    String ada = base64("ada");
    Api services = as("services", "read run delegate", "default");
    String job = submit(services, "P2F-Acting-For", ada, "P2F-Project", "birds");
    JsonNode seen = as("ada", "read", "birds").get("/v1/jobs/" + job).json();
    assertThat(seen.path("owner").asString()).isEqualTo("ada");
    assertThat(services.get("/v1/jobs/" + job).status()).isEqualTo(200);
    assertThat(services.get("/v1/jobs/" + job, "P2F-Acting-For", ada).status()).isEqualTo(404);

    Answer refused =
        as("ben", "read run", "birds").post("/v1/things/jobs", BODY, "P2F-Acting-For", ada);
    assertThat(refused.status()).isEqualTo(403);
    Answer malformed =
        services.post("/v1/things/jobs", BODY, "P2F-Acting-For", "***", "P2F-Project", "birds");
    assertThat(malformed.status()).isEqualTo(403);
  }

  @Test
  void whoChangedWhatStandsInTheAuditLog() {
    Api eve = as("eve", "read run", "birds");
    String job = submit(eve, "X-Correlation-Id", "c-42");
    eve.get("/v1/jobs/" + job);
    as("services", "read run delegate", "default")
        .post("/v1/things/jobs", BODY, "P2F-Acting-For", base64("eve"), "P2F-Project", "cars");
    as("eve", "read", "birds").post("/v1/things/jobs", BODY);
    Api.at(port).post("/v1/things/jobs", BODY, "X-Correlation-Id", "nobody");

    Api root = as("root", "admin", "default");
    JsonNode log = root.get("/v1/audit?subject=eve").json().path("items");
    assertThat(lines(log))
        .containsExactly(
            "eve  403 POST /v1/things/jobs",
            "services eve 202 POST /v1/things/jobs",
            "eve  202 POST /v1/things/jobs");
    JsonNode first = log.get(2);
    assertThat(first.path("correlationId").asString()).isEqualTo("c-42");
    assertThat(first.path("project").asString()).isEqualTo("birds");
    assertThat(first.path("address").asString()).isEqualTo("127.0.0.1");
    assertThat(root.get("/v1/audit").json().path("items").findValuesAsString("correlationId"))
        .contains("nobody");
    assertThat(eve.get("/v1/audit").status()).isEqualTo(403);
  }

  private static List<String> lines(JsonNode log) {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : log) {
      lines.add(
          "%s %s %d %s %s"
              .formatted(
                  entry.path("subject").asString(""),
                  entry.path("actingFor").asString(""),
                  entry.path("status").asInt(),
                  entry.path("method").asString(),
                  entry.path("path").asString()));
    }
    return lines;
  }

  private static String base64(String subject) {
    return Base64.getUrlEncoder().encodeToString(subject.getBytes(StandardCharsets.UTF_8));
  }
}
