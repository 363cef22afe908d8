package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.catalog.test.HookReceiver;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.Waiting;
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

/** Webhooks over HTTP, with a real receiver. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=true",
      "server.address=127.0.0.1",
      "p2f.catalog.service=training",
      "p2f.webhooks.private-networks=127.0.0.0/8",
      "p2f.webhooks.poll=20ms",
    })
@DirtiesContext
@Timeout(60)
class WebhooksApiTest {
  private static final Tokens TOKENS = Tokens.create();
  private static final HookReceiver RECEIVER = new HookReceiver();
  @TempDir static Path directory;

  @LocalServerPort int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    PostgresFixture.register(registry);
    registry.add("p2f.store.root", () -> directory.resolve("store"));
    registry.add("p2f.workspace.root", () -> directory.resolve("work"));
    registry.add("p2f.webhooks.targets", RECEIVER::origin);
  }

  @AfterAll
  static void close() {
    RECEIVER.close();
  }

  private Api api() {
    return Api.at(port).with(TOKENS.token("read run"));
  }

  private Answer register(String fields) {
    return api().post("/v1/webhooks", "{\"url\":\"%s\"%s}".formatted(RECEIVER.url(), fields));
  }

  @Test
  void registeredAddressIsToldAndItsDeliveriesAreSeen() {
    Answer answer = register(",\"outcomes\":[\"succeeded\"],\"kinds\":[\"thing-making\"]");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    JsonNode webhook = answer.json();
    String secret = webhook.path("secret").asString();
    assertThat(secret).startsWith("whsec_");
    String path = "/v1/webhooks/" + webhook.path("id").asString();
    JsonNode shown = api().get(path).json();
    assertThat(shown.has("secret")).isFalse();
    assertThat(shown.path("outcomes").toString()).isEqualTo("[\"succeeded\"]");
    assertThat(api().get("/v1/webhooks").json().path("items").path(0)).isEqualTo(shown);

    String job =
        api()
            .post("/v1/things/jobs", "{\"name\":\"good\",\"count\":1}")
            .json()
            .path("id")
            .asString();
    JsonNode delivery =
        Waiting.until(
            "delivery",
            () -> api().get(path + "/deliveries").json().path("items").path(0),
            seen -> seen.path("state").asString("").equals("delivered"));
    assertThat(delivery.path("subjectId").asString()).isEqualTo(job);
    assertThat(delivery.path("status").asInt()).isEqualTo(204);
    HookReceiver.Received told = RECEIVER.received().getLast();
    assertThat(told.isSignedWith(secret)).isTrue();
    assertThat(told.body()).isEqualTo(delivery.path("body").toString());
    assertThat(delivery.at("/body/data/artifacts").toString())
        .isEqualTo(api().get("/v1/jobs/" + job).json().path("artifacts").toString());

    assertThat(api().delete(path).status()).isEqualTo(204);
    Answer gone = api().delete(path);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.problem()).isEqualTo("unknown-webhook");
    assertThat(api().get(path + "/deliveries").problem()).isEqualTo("unknown-webhook");
  }

  @Test
  void pingArrivesAndIsSentAgainOnDemand() {
    JsonNode webhook = register("").json();
    String path = "/v1/webhooks/" + webhook.path("id").asString();
    Answer ping = api().post(path + "/ping", "");
    assertThat(ping.status()).as(ping.text()).isEqualTo(202);
    String event = ping.json().path("eventId").asString();
    assertThat(ping.json().path("type").asString()).isEqualTo("ping");
    awaitAttempts(path, 1);
    assertThat(received(event)).isEqualTo(1);

    Answer again = api().post(path + "/deliveries/" + event + "/redeliver", "");
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    awaitAttempts(path, 2);
    assertThat(received(event)).isEqualTo(2);

    Answer unknown = api().post(path + "/deliveries/evt-none/redeliver", "");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.problem()).isEqualTo("unknown-webhook-event");
    api().delete(path);
    assertThat(api().post(path + "/ping", "").problem()).isEqualTo("unknown-webhook");
  }

  private void awaitAttempts(String path, int attempts) {
    Waiting.until(
        "attempt " + attempts,
        () -> api().get(path + "/deliveries").json().path("items").path(0),
        seen ->
            seen.path("attempts").asInt() == attempts
                && seen.path("state").asString("").equals("delivered"));
  }

  private static long received(String event) {
    return RECEIVER.received().stream().filter(told -> told.body().contains(event)).count();
  }

  @Test
  void readersMayLookAndNotRegister() {
    Api reader = Api.at(port).with(TOKENS.token("read"));
    assertThat(reader.get("/v1/webhooks").status()).isEqualTo(200);
    assertThat(reader.post("/v1/webhooks", "{\"url\":\"https://a.org\"}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}                                               | url      | is required",
        "{\"url\":\"nonsense\"}                           | url      | must be an http or https address of at most 2000 characters, with neither user nor fragment",
        "{\"url\":\"http://u:p@127.0.0.1/\"}              | url      | must be an http or https address of at most 2000 characters, with neither user nor fragment",
        "{\"url\":\"http://169.254.169.254/latest\"}      | url      | is on none of the targets that the platform's operator allows",
        "{\"url\":\"https://a.org\",\"kinds\":[\"A B\"]}  | kinds[0] | must be a kind such as training, or study",
        "{\"url\":\"https://a.org\",\"secret\":\"short\"} | secret   | must be whsec_ and 24 to 64 bytes in base64",
        "{\"url\":\"https://a.org\",\"outcomes\":[\"x\"]} | outcomes[0] | must be one of: succeeded, failed, cancelled",
      })
  void impossibleRequestIsRefusedNamingTheField(String body, String field, String message) {
    Answer answer = api().post("/v1/webhooks", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error(field)).as(answer.text()).isEqualTo(message);
  }
}
