package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Downloads of a service that sends its clients to the bucket. */
@TestPropertySource(properties = "p2f.store.s3.presign=true")
class PresignedDownloadTest extends BucketTest {

  @Test
  void downloadIsSentToTheBucketByWhoMayReadIt() throws Exception {
    JsonNode job = await(submit(), "state", "succeeded");
    String file = "/v1/artifacts/%s/files/thing.txt".formatted(job.at("/artifacts/0").asString());
    assertThat(Api.at(port).get(file).status()).isEqualTo(401);

    Answer answer = api().get(file);

    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(answer.header("Location")))
              .header("Range", "bytes=6-10")
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("after");
    }
    assertThat(api().send("HEAD", file, BodyPublishers.noBody()).status()).isEqualTo(200);
  }
}
