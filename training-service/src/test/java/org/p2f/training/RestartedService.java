package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import tools.jackson.databind.JsonNode;

/** What tests ask of a service that is killed, and of the one that takes its work up. */
final class RestartedService {
  private RestartedService() {}

  /** Of a hundred training images. */
  static String dataset(Api api) {
    return dataset(api, 100);
  }

  static String dataset(Api api, int trainLimit) {
    Answer answer =
        api.post(
            "/v1/datasets",
            Map.of(
                "name", "drawn", "source", "synthetic", "trainLimit", trainLimit, "testLimit", 10));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return succeeded(api, answer.json().path("id").asString()).path("artifacts").path(0).asString();
  }

  static String submit(Api api, String path, Map<String, ?> request) {
    Answer answer = api.post(path, request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  static JsonNode succeeded(Api api, String jobId) {
    JsonNode job =
        Waiting.until(
            "end of job " + jobId,
            () -> api.get("/v1/jobs/" + jobId).json(),
            j -> !j.path("finishedAt").isMissingNode());
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return job;
  }

  static List<String> files(Path folder, String pattern) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .sorted()
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 of each file of an artifact. */
  static Map<String, String> digestsOf(Api api, String artifactId) {
    Map<String, String> digests = new HashMap<>();
    for (JsonNode file : api.get("/v1/artifacts/" + artifactId).json().path("files")) {
      digests.put(file.path("name").asString(), file.path("sha256").asString());
    }
    return digests;
  }
}
