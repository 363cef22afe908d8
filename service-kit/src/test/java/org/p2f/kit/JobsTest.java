package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.job.JobState;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class JobsTest extends SampleTest {

  private String newJob(String name) {
    return api()
        .post("/v1/things/jobs", "{\"name\":\"%s\",\"count\":1}".formatted(name))
        .json()
        .path("id")
        .asString();
  }

  @Test
  void jobIsShownWithItsPlanAndWithoutWhatIsNotKnown() {
    JsonNode job = api().get("/v1/jobs/" + newJob("a")).json();
    assertThat(job.path("state").asString()).isEqualTo("queued");
    assertThat(job.path("kind").asString()).isEqualTo("thing-making");
    assertThat(job.path("plan").path("name").asString()).isEqualTo("a");
    assertThat(job.path("createdAt").asString()).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(job.has("failure")).isFalse();
    assertThat(job.has("etaSeconds")).isFalse();
    assertThat(job.has("submittedBy")).isFalse();
  }

  @Test
  void callerOfTheRequestIsTheSubmitter() {
    assertThat(jobs.find(newJob("a")).orElseThrow().submittedBy()).isEqualTo("tester");
  }

  @Test
  void listIsPagedAndFiltered() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(newJob("paged"));
    }
    made.forEach(id -> jobs.move(id, JobState.CANCELLING));
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api().get("/v1/jobs?state=cancelling&limit=2" + cursor).json();
      page.path("items").forEach(job -> seen.add(job.path("id").asString()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asString() : "";
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(made);
    assertThat(api().get("/v1/jobs?kind=other").json().path("items").isEmpty()).isTrue();
    made.forEach(id -> jobs.move(id, JobState.CANCELLED));
  }

  @Test
  void cancelIsAcceptedOnceAndThenRefused() {
    String id = newJob("a");
    Answer first = api().post("/v1/jobs/%s/cancel".formatted(id), "");
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().path("state").asString()).isEqualTo("cancelled");
    Answer second = api().post("/v1/jobs/%s/cancel".formatted(id), "");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.problem()).isEqualTo("already-finished");
  }

  @Test
  void unknownJobIs404() {
    for (String path : new String[] {"/v1/jobs/smp-x", "/v1/jobs/smp-x/events"}) {
      Answer answer = api().get(path, "Accept", "application/json, text/event-stream");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.problem()).isEqualTo("unknown-job");
    }
    assertThat(api().post("/v1/jobs/smp-x/cancel", "").problem()).isEqualTo("unknown-job");
  }
}
