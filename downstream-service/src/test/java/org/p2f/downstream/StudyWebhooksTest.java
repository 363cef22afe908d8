package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.HookReceiver;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ended studies are told like ended jobs. */
class StudyWebhooksTest extends StudyServiceTest {
  private static final HookReceiver RECEIVER = new HookReceiver();

  @DynamicPropertySource
  static void configureWebhooks(DynamicPropertyRegistry registry) {
    registry.add("p2f.webhooks.targets", RECEIVER::origin);
    registry.add("p2f.webhooks.private-networks", () -> "127.0.0.0/8");
    registry.add("p2f.webhooks.poll", () -> "50ms");
  }

  @AfterAll
  static void close() {
    RECEIVER.close();
  }

  @Test
  void endedStudyIsToldOnceAndAgainAfterItsRerun() throws Exception {
    Answer webhook =
        api()
            .post(
                "/v1/webhooks", "{\"url\":\"%s\",\"kinds\":[\"study\"]}".formatted(RECEIVER.url()));
    assertThat(webhook.status()).as(webhook.text()).isEqualTo(201);
    String id = submit(small());
    assertThat(api().post("/v1/studies/%s/cancel".formatted(id), "").status()).isEqualTo(202);
    assertThat(ended(id).path("state").asString()).isEqualTo("cancelled");
    JsonNode told = JsonMapper.shared().readTree(RECEIVER.await(1).getFirst().body());
    assertThat(told.path("type").asString()).isEqualTo("study.cancelled");
    assertThat(told.path("data").path("id").asString()).isEqualTo(id);
    assertThat(told.path("data").path("kind").asString()).isEqualTo("study");
    assertThat(told.path("data").path("owner").asString()).isEqualTo("tester");
    assertThat(told.path("data").path("url").asString()).isEqualTo("/v1/studies/" + id);

    String first = api().get("/v1/studies/" + id).json().at("/steps/0/name").asString();
    Waiting.until(
        "rerun is taken",
        () -> api().post("/v1/studies/" + id + "/rerun", Map.of("from", first)).status(),
        status -> status == 202);
    assertThat(api().post("/v1/studies/%s/cancel".formatted(id), "").status()).isEqualTo(202);
    ended(id);
    assertThat(RECEIVER.await(2).stream().map(HookReceiver.Received::id).distinct()).hasSize(2);
  }
}
