package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.downstream.study.driver.RunStudies;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Studies whose gateway is slow, away, or does not take their token. */
class StudyTroubleTest extends StudyServiceTest {
  @Autowired private RunStudies run;
  @Autowired private DataSource database;

  @AfterEach
  void noTrouble() {
    GATEWAY.trouble(0);
    GATEWAY.jobsAre("succeeded");
  }

  @Test
  void anEndedTokenPausesAStudyUntilItIsReplaced() {
    GATEWAY.jobsAre("running");
    GATEWAY.trouble(401);
    String id = submit(small());
    Waiting.until("the token is refused thrice", GATEWAY::refused, count -> count >= 3);
    assertThat(study(id).path("state").asString()).isEqualTo("running");
    assertThat(study(id).at("/steps/0/state").asString()).isEqualTo("waiting");

    GATEWAY.trouble(0);
    begun(id);

    GATEWAY.trouble(401); // a step whose job runs waits as well
    Waiting.until("the token is refused thrice", GATEWAY::refused, count -> count >= 3);
    assertThat(study(id).at("/steps/0/state").asString()).isEqualTo("running");
    cancelled(id);
  }

  @Test
  void aCancelThatCannotReachTheGatewayIsFinishedLater() {
    GATEWAY.jobsAre("running");
    String id = submit(small());
    String job = begun(id).at("/steps/0/jobId").asString();
    GATEWAY.trouble(503);

    cancelled(id);

    assertThat(study(id).path("state").asString()).isEqualTo("cancelled");
    assertThat(GATEWAY.stopped()).doesNotContain(job);
    GATEWAY.trouble(0);
    Waiting.until("the job is told to stop", GATEWAY::stopped, stopped -> stopped.contains(job));
  }

  @Test
  void nothingOfAStudyIsLockedWhileTheGatewayIsAsked() throws Exception {
    GATEWAY.jobsAre("running");
    String id = submit(small());
    begun(id);
    var gate = GATEWAY.close();
    try {
      Waiting.until("the driver waits for an answer", GATEWAY::held, held -> held > 0);
      lockAtOnce(id);
    } finally {
      gate.countDown();
    }
    cancelled(id);
  }

  @Test
  void twoRerunsAtOnceAreOne() {
    GATEWAY.jobsAre("running");
    String id = submit(small());
    String first = begun(id).at("/steps/0/name").asString();
    cancelled(id);

    run.again(id, first);
    var second = run.again(id, first).orElseThrow();

    assertThat(second.steps()).allSatisfy(step -> assertThat(step.run()).isEqualTo(2));
    cancelled(id);
  }

  private JsonNode study(String id) {
    return api().get("/v1/studies/" + id).json();
  }

  private JsonNode begun(String id) {
    return Waiting.until(
        "its first step runs",
        () -> study(id),
        study -> study.at("/steps/0/state").asString().equals("running"));
  }

  private void cancelled(String id) {
    var answer = api().post("/v1/studies/" + id + "/cancel", Map.of());
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private void lockAtOnce(String id) throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement("select 1 from study where id = ? for update nowait")) {
      statement.setString(1, id);
      assertThat(statement.executeQuery().next()).isTrue();
    }
  }
}
