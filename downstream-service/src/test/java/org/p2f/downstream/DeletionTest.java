package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Tokens;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deleting results and studies over HTTP. */
class DeletionTest extends ServiceTest {
  @Autowired private JdbcClient sql;

  @Test
  void resultsAreDeletedEachByItsOwnRoute() throws IOException {
    Artifact evaluation = result(ArtifactKind.EVALUATION);
    Artifact analysis = result(ArtifactKind.ANALYSIS);
    assertThat(api().delete("/v1/analyses/" + evaluation.id()).problem())
        .isEqualTo("unknown-analysis");
    assertThat(api().delete("/v1/evaluations/" + evaluation.id()).status()).isEqualTo(204);
    assertThat(api().delete("/v1/analyses/" + analysis.id()).status()).isEqualTo(204);
    Answer gone = api().get("/v1/evaluations/" + evaluation.id());
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.problem()).isEqualTo("unknown-evaluation");
    assertThat(gone.json().path("detail").asString()).contains("it was deleted at ");
    assertThat(api().get("/v1/evaluations").text()).doesNotContain(evaluation.id());
  }

  @Test
  void studyThatHasEndedIsDeletedAndOneThatRunsIsNot() {
    study("std-over", "CANCELLED");
    study("std-going", "FAILED");
    sql.sql("update study set state = 'RUNNING' where id = 'std-going'").update();
    Answer refused = api().delete("/v1/studies/std-going?cascade=true");
    sql.sql("update study set state = 'FAILED' where id = 'std-going'").update();
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("jobs-running");
    assertThat(refused.json().at("/dependants/0/state").asString()).isEqualTo("running");

    assertThat(api().delete("/v1/studies/std-over").status()).isEqualTo(204);
    assertThat(api().delete("/v1/studies/std-going").status()).isEqualTo(204);
    Answer gone = api().get("/v1/studies/std-over");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().path("detail").asString()).contains("it was deleted at ");
    assertThat(api().get("/v1/studies").text()).doesNotContain("std-over");
    assertThat(api().post("/v1/studies/std-over/rerun", "{\"from\":\"train\"}").status())
        .isEqualTo(404);
  }

  private void study(String id, String state) {
    sql.sql(
            """
            insert into study (id, name, state, plan, steps, project, created_at, updated_at)
            values (:id, 'a study', :state, '{}', '[]', 'default', now(), now())
            """)
        .param("id", id)
        .param("state", state)
        .update();
  }

  private Artifact result(ArtifactKind kind) throws IOException {
    ArtifactDraft draft = artifacts.draft(kind);
    Files.writeString(draft.file("result.json", "application/json"), "{}");
    return Callers.as(Tokens.CALLER, () -> artifacts.record(draft));
  }
}
