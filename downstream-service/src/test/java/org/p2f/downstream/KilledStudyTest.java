package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Here the service only answers; jobs and studies are another process's, which is killed. */
@TestPropertySource(properties = "p2f.worker.enabled=false")
class KilledStudyTest extends StudyServiceTest {
  /** A step begins within seconds on two idle cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Autowired Environment environment;

  @Test
  void aStudyWhoseServiceIsKilledInTheMiddleReportsTheSameNumbers() throws Exception {
    var request = small();
    request.put("encoderSeeds", 1);
    request.put("granularities", List.of());
    request.put("epochs", 4);
    request.put("criticSteps", 500); // some seconds of critics: long enough to be killed in
    var worker = WorkerProcess.start(environment);
    try {
      JsonNode whole = ended(submit(request), worker::requireAlive);
      String id = submit(request);
      for (var step : List.of("heads-drl-0", "masks-drl-0", "information-drl")) {
        var job = begun(id, step, worker);
        worker.close();
        assertThat(state(job)).isEqualTo("running"); // nobody has ended it
        worker = WorkerProcess.start(environment);
      }
      JsonNode killed = ended(id, worker::requireAlive);
      assertThat(killed.path("state").asString()).as(killed.toString()).isEqualTo("succeeded");
      assertThat(numbers(killed)).isEqualTo(numbers(whole));
      // Each killed job was taken up again, and no other was done twice.
      assertThat(attempts(killed).stream().filter(attempt -> attempt > 1)).hasSize(3);
      assertThat(attempts(whole)).containsOnly(1);
    } finally {
      worker.close();
    }
  }

  /** The step's job, once it has done some of its work. */
  private String begun(String study, String name, WorkerProcess worker) throws Exception {
    var deadline = Instant.now().plus(PATIENCE);
    while (true) {
      worker.requireAlive();
      assertThat(Instant.now()).as(name).isBefore(deadline);
      JsonNode step = step(study, name);
      assertThat(step.path("state").asString()).as(name).isNotEqualTo("succeeded"); // missed it
      var job = step.path("jobId").asString("");
      if (!job.isEmpty() && job(job).path("progress").asDouble() > 0) {
        return job;
      }
      Thread.sleep(10);
    }
  }

  private JsonNode step(String study, String name) {
    for (JsonNode step : api().get("/v1/studies/" + study).json().path("steps")) {
      if (step.path("name").asString().equals(name)) {
        return step;
      }
    }
    throw new AssertionError("No step " + name);
  }

  private JsonNode job(String id) {
    return api().get("/v1/jobs/" + id).json();
  }

  private String state(String job) {
    return job(job).path("state").asString();
  }

  /** Of the jobs that are this service's. */
  private List<Integer> attempts(JsonNode study) {
    return study.path("steps").findValuesAsString("jobId").stream()
        .filter(id -> !id.startsWith("trn-"))
        .map(id -> job(id).path("attempt").asInt())
        .toList();
  }
}
