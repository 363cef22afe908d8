package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has the platform make a model of the published small size; untrained, which is as fast. */
final class ServedModel {
  private static final int IMAGES = 5_760;
  private static final int TIMES = 4;
  private static final long POLL_MILLIS = 300;
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern ARTIFACT =
      Pattern.compile("\"artifacts\"\\s*:\\s*\\[\\s*\"([^\"]+)\"");

  private static final Pattern PHASE =
      Pattern.compile("\"name\"\\s*:\\s*\"(\\w+)\"\\s*,\\s*\"startedAt\"\\s*:\\s*\"([^\"]+)\"");

  private final HttpClient http;
  private final URI gateway;
  private final String token;
  private String dataset = "";

  ServedModel(HttpClient http, URI gateway, String token) {
    this.http = http;
    this.gateway = gateway;
    this.token = token;
  }

  /**
   * @return the model's id
   */
  String make() throws IOException, InterruptedException {
    dataset = find(ARTIFACT, run("/v1/datasets", "{\"name\":\"bench\",\"source\":\"synthetic\"}"));
    return find(
        ARTIFACT,
        run(
            "/v1/training-runs",
            "{\"datasetId\":\"%s\",\"preset\":\"small\",\"objective\":\"drl\",\"steps\":0}"
                .formatted(dataset)));
  }

  /**
   * Has the whole data set encoded at some times.
   *
   * @return pairs of image and time a second, from the first one to the file
   */
  double extract(String modelId) throws IOException, InterruptedException {
    String job =
        run(
            "/v1/trajectories",
            "{\"modelId\":\"%s\",\"datasetId\":\"%s\",\"grid\":%d,\"precision\":\"float32\"}"
                .formatted(modelId, dataset, TIMES - 1));
    var started = new HashMap<String, Instant>();
    Matcher phases = PHASE.matcher(job);
    while (phases.find()) {
      started.put(phases.group(1), Instant.parse(phases.group(2)));
    }
    var took =
        Duration.between(
            Objects.requireNonNull(started.get("encoding")),
            Objects.requireNonNull(started.get("writing")));
    return IMAGES * TIMES / (took.toMillis() / 1e3);
  }

  /** Copies those of its files to a directory. */
  void download(String modelId, List<String> files, Path directory)
      throws IOException, InterruptedException {
    for (String file : files) {
      var request = request("/v1/artifacts/%s/files/%s".formatted(modelId, file)).build();
      var answer = http.send(request, BodyHandlers.ofFile(directory.resolve(file)));
      if (answer.statusCode() != 200) {
        throw new IOException(
            "%s is answered with %d".formatted(request.uri(), answer.statusCode()));
      }
    }
  }

  /** Runs a job to its end, and returns what is told of it then. */
  private String run(String path, String plan) throws IOException, InterruptedException {
    var submission =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(plan))
            .build();
    String job = find(ID, text(http.send(submission, BodyHandlers.ofString())));
    while (true) {
      String told = text(http.send(request("/v1/jobs/" + job).build(), BodyHandlers.ofString()));
      switch (find(STATE, told)) {
        case "succeeded" -> {
          return told;
        }
        case "failed", "cancelled" -> throw new IOException(told);
        default -> Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private static String text(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.body());
    }
    return answer.body();
  }

  private static String find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("There is no %s in %s".formatted(pattern, text));
    }
    return matcher.group(1);
  }
}
