package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class JobEventsTest extends SampleTest {

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private Job runningJob() {
    Job job = jobs.submit(new JobSubmission("k", object(), List.of(), null, null));
    jobs.move(job.id(), JobState.RUNNING);
    return job;
  }

  private static String events(Job job) {
    return "/v1/jobs/%s/events".formatted(job.id());
  }

  @Test
  void eventsAreReplayedThenFollowedUntilTheFinalState() throws IOException {
    Job job = runningJob();
    HttpResponse<InputStream> stream = api().open(events(job));
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    try (var reader = reader(stream)) {
      assertThat(block(reader))
          .isEqualTo(
              """
              id: 1
              event: state
              data: {"state":"queued","at":"2026-01-02T12:00:00Z"}
              """);
      assertThat(block(reader)).startsWith("id: 2\nevent: state\n").contains("running");
      jobs.emit(job.id(), "progress", object().put("progress", 0.5));
      assertThat(block(reader)).startsWith("id: 3\nevent: progress\n").contains("0.5");
      jobs.move(job.id(), JobState.SUCCEEDED);
      assertThat(block(reader)).startsWith("id: 4\nevent: state\n").contains("succeeded");
      assertThat(reader.readLine()).as("the stream ends").isNull();
    }
  }

  @Test
  void streamGoesOnAfterTheLastEventSeen() throws IOException {
    Job job = runningJob();
    jobs.emit(job.id(), "progress", object().put("progress", 0.1));
    jobs.move(job.id(), JobState.FAILED);
    Answer answer = api().get(events(job), "Last-Event-ID", "2");
    assertThat(answer.text().lines().filter(line -> line.startsWith("id: ")))
        .containsExactly("id: 3", "id: 4");
  }

  @Test
  void browserThatHasSeenTheEndIsToldNotToComeBack() {
    Job job = runningJob();
    jobs.move(job.id(), JobState.SUCCEEDED);
    assertThat(api().get(events(job), "Last-Event-ID", "3").status()).isEqualTo(204);
  }

  @Test
  void longLogIsSentWhole() {
    Job job = runningJob();
    for (int i = 0; i < 1000; i++) {
      jobs.emit(job.id(), "progress", object().put("progress", i / 1000.0));
    }
    jobs.move(job.id(), JobState.SUCCEEDED);
    assertThat(api().get(events(job)).text().lines().filter(line -> line.startsWith("id: ")))
        .hasSize(1003);
  }

  @Test
  void lastEventIdThatIsNoneIs422() {
    Job job = runningJob();
    for (String id : new String[] {"x", "-1"}) {
      Answer answer = api().get(events(job), "Last-Event-ID", id);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.error("Last-Event-ID")).contains("must be the id of an event");
    }
  }

  @Test
  void headDoesNotWaitForTheJob() {
    assertThat(api().head(events(runningJob())).status()).isEqualTo(200);
  }

  @Test
  void silenceIsFilledWithComments() throws IOException {
    try (var reader = reader(api().open(events(runningJob()), "Last-Event-ID", "2"))) {
      assertThat(block(reader)).isEqualTo(": still here\n");
    }
  }

  @Test
  void streamsAreBoundedAndClientsThatLeaveMakeRoom() throws IOException {
    Job job = runningJob();
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.add(whenThereIsRoom(job));
    }
    Answer refused = api().get(events(job));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.problem()).isEqualTo("too-many-streams");
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    for (HttpResponse<InputStream> stream : open) {
      stream.body().close();
    }
    whenThereIsRoom(job).body().close();
  }

  /** Streams of tests before may still be about to notice that their client has left. */
  private HttpResponse<InputStream> whenThereIsRoom(Job job) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> api().open(events(job)), answer -> answer.statusCode() == 200);
  }

  private static BufferedReader reader(HttpResponse<InputStream> stream) {
    return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
  }

  /** The lines up to the next empty one. */
  private static String block(BufferedReader reader) throws IOException {
    var block = new StringBuilder();
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      block.append(line).append('\n');
    }
    return block.toString();
  }
}
