package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A service whose objects are in a bucket, and its S3 server goes away and comes back. */
@TestPropertySource(properties = "p2f.worker.first-retry=200ms")
class LostStoreTest extends BucketTest {

  @Test
  void requestsSayThatTheStoreIsAwayAndJobsWaitForIt() throws IOException {
    JsonNode job = await(submit(), "state", "succeeded");
    String file = "/v1/artifacts/%s/files/thing.txt".formatted(job.at("/artifacts/0").asString());
    assertThat(api().get("/actuator/health/readiness").status()).isEqualTo(200);
    FileSystemUtils.deleteRecursively(directory.resolve("cache/objects"));

    s3.kill();
    Answer answer = api().get(file);
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("store-unavailable");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    assertThat(Api.at(port).get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(Api.at(port).get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(api().get("/v1/artifacts").status()).isEqualTo(200);
    String waiting = submit();
    await(waiting, "phase", "waiting to try again");

    s3.restart();
    await(waiting, "state", "succeeded");
    assertThat(api().get(file).text()).isEqualTo("thing after thing");
    assertThat(api().get(file, "Range", "bytes=6-10").text()).isEqualTo("after");
    assertThat(Api.at(port).get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(api().get(file).text()).isEqualTo("thing after thing");
  }
}
