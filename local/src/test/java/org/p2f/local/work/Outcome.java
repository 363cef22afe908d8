package org.p2f.local.work;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a piece of work came to.
 *
 * @param state of the job or study
 * @param attempts of its job, or of the study's jobs together
 * @param results each file that it made with its SHA-256, and a training's losses; sorted
 */
public record Outcome(String state, int attempts, List<String> results, JsonNode thing) {
  private static final Pattern ID = Pattern.compile("\\b[a-z]{2,3}-01[0-9a-z]{24}\\b");

  /** Of reports: dates, durations, and what follows from them. */
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?|\"\\w*([sS]econds|PerSecond|Millis|[bB]ytes)\" ?:"
              + " ?[0-9.eE+-]+");

  public static Outcome of(Work work, JsonNode ended, Api api)
      throws IOException, InterruptedException {
    var results = new TreeSet<String>();
    List<String> jobs = new ArrayList<>();
    if (work.isStudy()) {
      for (var step : ended.path("steps")) {
        if (step.has("jobId")) {
          jobs.add(step.path("jobId").asText());
        }
      }
    } else {
      jobs.add(ended.path("id").asText());
    }
    var attempts = 0;
    for (var id : jobs) {
      var job = api.get("/v1/jobs/" + id);
      attempts += job.path("attempt").asInt();
      for (var artifact : job.path("artifacts")) {
        addFiles(api.get("/v1/artifacts/" + artifact.asText()), results, api);
      }
      if (job.path("kind").asText().equals("training")) {
        results.add("losses " + sha256(losses(id, api)));
      }
    }
    return new Outcome(ended.path("state").asText(), attempts, List.copyOf(results), ended);
  }

  /** Ids, dates and durations are of the run and not of its result. */
  private static void addFiles(JsonNode artifact, TreeSet<String> results, Api api)
      throws IOException, InterruptedException {
    for (var file : artifact.path("files")) {
      var name = file.path("name").asText();
      var sha256 = file.path("sha256").asText();
      if (name.endsWith(".html")) {
        continue; // drawn from the numbers beside it
      }
      if (name.matches(".*\\.(json|safetensors)")) {
        var path = "/v1/artifacts/%s/files/%s".formatted(artifact.path("id").asText(), name);
        var text = new String(api.bytes(path), ISO_8859_1); // of tensors, the header has ids
        sha256 = sha256(TIME.matcher(ID.matcher(text).replaceAll("ID")).replaceAll("TIME"));
      }
      results.add("%s %s %s".formatted(artifact.path("kind").asText(), name, sha256));
    }
  }

  /** Files of an artifact that are not what was recorded of them. */
  static List<String> damaged(JsonNode artifact, Api api) throws IOException, InterruptedException {
    List<String> damaged = new ArrayList<>();
    for (var file : artifact.path("files")) {
      var path =
          "/v1/artifacts/%s/files/%s"
              .formatted(artifact.path("id").asText(), file.path("name").asText());
      if (!sha256(api.bytes(path)).equals(file.path("sha256").asText())) {
        damaged.add(path);
      }
    }
    return damaged;
  }

  private static String losses(String run, Api api) throws IOException, InterruptedException {
    var text = new StringBuilder();
    for (var step : api.get("/v1/training-runs/%s/metrics".formatted(run)).path("points")) {
      text.append(step.path("step")).append(' ').append(step.path("loss")).append('\n');
    }
    return text.toString();
  }

  private static String sha256(String text) {
    return sha256(text.getBytes(UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
