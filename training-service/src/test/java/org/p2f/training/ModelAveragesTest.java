package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

/** Models of averages over the training of others. */
class ModelAveragesTest extends TrainingTest {
  private static final Map<String, String> MODELS = new HashMap<>();

  private String model() {
    return MODELS.computeIfAbsent(
        dataset, _ -> modelOf(trained(Map.of("steps", 12, "averages.everySteps", 2))));
  }

  private Answer average(String model, Map<String, ?> request) {
    return api().post("/v1/models/%s/averages".formatted(model), request);
  }

  private String averaged(String model, Map<String, ?> request) {
    Answer started = average(model, request);
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    JsonNode job = ended(started.json().path("id").asString());
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.path("kind").asString()).isEqualTo("model-average");
    return job.path("artifacts").path(0).asString();
  }

  @Test
  void modelTellsTheAveragesThatItsRunKept() {
    JsonNode kept = api().get("/v1/models/" + model()).json().path("averages");
    assertThat(kept.path("widths").toString()).isEqualTo("[0.05,0.1]");
    assertThat(kept.path("steps").toString()).isEqualTo("[2,4,6,8,10,12]");
    String plain = modelOf(trained(Map.of()));
    assertThat(api().get("/v1/models/" + plain).json().has("averages")).isFalse();
    assertThat(filesOf(plain)).hasSize(4);
  }

  /** Nothing that a step depends on: the weights are those of a run without. */
  @Test
  void averagesChangeNoWeights() {
    Map<String, String> plain = filesOf(modelOf(trained(Map.of("steps", 12))));
    assertThat(filesOf(model())).containsAllEntriesOf(plain);
  }

  @Test
  void averageOfAnotherWidthIsAModelOfItsOwn() {
    String id = averaged(model(), Map.of("width", .15));
    JsonNode source = api().get("/v1/models/" + model()).json();
    JsonNode found = api().get("/v1/models/" + id).json();
    assertThat(found.path("name").asString()).isEqualTo("tiny drl on drawn, average of width 0.15");
    assertThat(found.path("weights").toString()).isEqualTo("[\"raw\"]");
    assertThat(found.has("averages")).isFalse();
    for (String same : List.of("runId", "datasetId", "objective", "step", "parameterCount")) {
      assertThat(found.path(same)).as(same).isEqualTo(source.path(same));
    }
    Map<String, String> files = filesOf(id);
    assertThat(files)
        .containsOnlyKeys("weights.safetensors", "model.json", "goldens.safetensors")
        .containsEntry("model.json", filesOf(model()).get("model.json"));
    assertThat(files.get("weights.safetensors"))
        .isNotEqualTo(filesOf(model()).get("weights.safetensors"));
    JsonNode lineage = api().get("/v1/lineage/" + id).json();
    assertThat(lineage.path("ancestors").findValuesAsString("id")).contains(model(), dataset);
    JsonNode provenance = lineage.path("artifact").path("provenance");
    assertThat(provenance.path("plan").path("width").asDouble()).isEqualTo(.15);
    assertThat(provenance.path("profileError").asDouble()).isBetween(0., .1);
    assertThat(api().get("/v1/models/%s/exports/onnx".formatted(id)).status()).isEqualTo(200);
    assertThat(filesOf(averaged(model(), Map.of("width", .15, "name", "again")))).isEqualTo(files);
  }

  @Test
  void whatCannotBeMadeIsRefusedByName() {
    String kept = model();
    assertThat(average(kept, Map.of("width", .3)).error("width")).contains("0.28");
    assertThat(average(kept, Map.of("width", 0)).error("width")).contains("0.001");
    assertThat(average(kept, Map.of("width", .1, "name", " ")).error("name")).isNotEmpty();
    // six of twelve steps: what lies between two of them is not known
    assertThat(average(kept, Map.of("width", .002)).error("width"))
        .startsWith("the averages that were kept give it with an error of ");
    Answer without = average(modelOf(trained(Map.of())), Map.of("width", .1));
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.error("id")).startsWith("its training kept no averages");
    assertThat(average("mdl-none", Map.of("width", .1)).problem()).isEqualTo("unknown-model");
    Answer run =
        api()
            .post(
                "/v1/training-runs",
                request(Map.of("averages.everySteps", 2, "averages.widths", List.of(.1, .1))));
    assertThat(run.status()).as(run.text()).isEqualTo(422);
    assertThat(run.error("averages.widths")).isEqualTo("must be distinct");
  }
}
