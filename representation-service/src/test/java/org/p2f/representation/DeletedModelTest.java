package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.representation.test.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** A model that another service deletes while it is served here. */
class DeletedModelTest extends ServiceTest {
  @Autowired private ArtifactAliases aliases;
  @Autowired private Deletions deletions;

  @Test
  void servingLetsGoOfItAndSaysWhy() throws IOException {
    Artifact model = tiny().again(artifacts);
    aliases.set(model, "leaving");
    assertThat(encode(model.id()).status()).isEqualTo(200);
    assertThat(encode("leaving").status()).isEqualTo(200);
    assertThat(served()).contains(model.id());

    deletions.delete(Deletable.MODEL, model.id(), true, null);
    Waiting.until("serving lets go", this::served, all -> !all.contains(model.id()));
    for (String name : List.of(model.id(), "leaving")) {
      Answer refused = encode(name);
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      assertThat(refused.problem()).isEqualTo("unknown-model");
      assertThat(refused.json().path("detail").asString()).contains("it was deleted at ");
    }

    assertThat(deletions.restore(model.id())).isPresent();
    assertThat(encode("leaving").json().path("modelId").asString()).isEqualTo(model.id());
  }

  @Test
  void trajectoriesThatAreNotThereAreNotDeleted() {
    assertThat(api().delete("/v1/trajectories/trj-none").problem())
        .isEqualTo("unknown-trajectories");
  }

  private String served() {
    return api().get("/v1/served-models").text();
  }

  private Answer encode(String model) {
    return api()
        .post(
            "/v1/encodings",
            Map.of(
                "modelId", model,
                "items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(0)),
                "t", List.of(0.25)));
  }
}
