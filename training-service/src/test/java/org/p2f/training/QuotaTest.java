package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A platform that may store a megabyte. */
@TestPropertySource(properties = "p2f.storage.quota=1MB")
class QuotaTest extends ServiceTest {

  @Test
  void whatWouldExceedTheQuotaIsRefusedUntilSomethingIsErased() {
    String first = uploaded("first", new byte[600_000]);
    byte[] content = new byte[500_000];
    content[0] = 1;
    Answer declared = upload("second", content);
    assertThat(declared.status()).as(declared.text()).isEqualTo(507);
    assertThat(declared.problem()).isEqualTo("storage-quota-exceeded");
    Answer undeclared =
        api()
            .send(
                "POST",
                "/v1/uploads?name=second",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)),
                "Content-Type",
                "application/octet-stream");
    assertThat(undeclared.status()).isEqualTo(507);

    byte[] rest = new byte[(1 << 20) - 600_000];
    rest[0] = 2;
    String second = uploaded("rest", rest);
    Answer job =
        api()
            .post(
                "/v1/datasets",
                Map.of("name", "d", "source", "synthetic", "trainLimit", 60, "testLimit", 40));
    assertThat(job.status()).isEqualTo(507);
    assertThat(job.problem()).isEqualTo("storage-quota-exceeded");
    JsonNode usage = api().get("/v1/usage").json();
    assertThat(usage.path("usedBytes").asLong()).isEqualTo(1 << 20);
    assertThat(usage.path("quotaBytes").asLong()).isEqualTo(1 << 20);

    for (String id : new String[] {first, second}) {
      assertThat(api().delete("/v1/uploads/" + id).status()).isEqualTo(204);
      assertThat(api().delete("/v1/deletions/" + id).status()).isEqualTo(204);
    }
    assertThat(syntheticDataset(60)).startsWith("ds-");
  }

  @Test
  void readinessTellsWhoHasATokenHowMuchRoomThereIs() {
    JsonNode told = api().get("/actuator/health/readiness").json();
    assertThat(told.at("/components/storage/details/freeBytes").asLong()).isPositive();
    assertThat(told.at("/components/storage/details/jobsWait").asBoolean(true)).isFalse();
    assertThat(Api.at(port).get("/actuator/health/readiness").text()).doesNotContain("freeBytes");
  }
}
