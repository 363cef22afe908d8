package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What stands in the folder that a model hub gets. */
class HubFolderTest extends TrainingTest {
  private static String run = "";
  private static String model = "";

  @TempDir Path directory;
  @Autowired Artifacts artifacts;

  @BeforeEach
  void train() {
    if (model.isEmpty()) {
      run =
          trained(
              Map.of(
                  "objective",
                  "vdrl",
                  "name",
                  "one: \"two\" | *three*",
                  "seed",
                  7,
                  "steps",
                  2,
                  "probe.everySteps",
                  2,
                  "probe.times",
                  List.of(0, .25, 1)));
      model = modelOf(run);
    }
  }

  private Answer exported(String id, String query) {
    return api().get("/v1/models/%s/exports/huggingface%s".formatted(id, query));
  }

  private HubFolder folder(String id) throws IOException {
    Answer answer = exported(id, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Disposition")).contains("huggingface.zip");
    return HubFolder.of(answer.body());
  }

  @Test
  void zipHoldsCardConfigurationFigureAndWeightsAndIsTheSameEachTime() throws IOException {
    assertThat(folder(model).files().keySet())
        .containsExactly("README.md", "config.json", "probes.svg", "model.safetensors");
    assertThat(exported(model, "").body()).isEqualTo(exported(model, "").body());
  }

  @Test
  void weightsAreTheEncodersOwnUnderTheirNamesInFloat32() throws IOException {
    Path folder = folder(model).unpacked(directory);
    Artifact artifact = artifacts.find(model).orElseThrow();
    try (var own = SafetensorsFile.open(artifacts.open(artifact, "weights.safetensors"));
        var told = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      assertThat(told.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(told.tensors().keySet())
          .containsExactlyInAnyOrderElementsOf(
              own.tensors().keySet().stream().filter(n -> n.startsWith("encoder.")).toList());
      told.tensors()
          .forEach(
              (name, info) -> {
                assertThat(info).isEqualTo(own.tensors().get(name));
                assertThat(told.data(name).mismatch(own.data(name))).as(name).isEqualTo(-1);
              });
    }
  }

  @Test
  void configurationIsWhatTheEncoderIsBuiltFrom() throws IOException {
    JsonNode config = folder(model).config();
    JsonNode spec = api().get("/v1/models/%s/files/model.json".formatted(model)).json();
    JsonNode told = api().get("/v1/models/" + model).json();
    assertThat(config.path("library_name").asString()).isEqualTo("p2f");
    assertThat(config.path("id").asString()).isEqualTo(model);
    assertThat(config.path("name")).isEqualTo(told.path("name"));
    assertThat(config.path("created")).isEqualTo(told.path("createdAt"));
    assertThat(config.path("encoder")).isEqualTo(spec.path("encoder"));
    assertThat(config.path("diffusion")).isEqualTo(spec.path("sde"));
    assertThat(config.at("/code/size")).isEqualTo(told.path("latentSize"));
    assertThat(config.at("/code/kind").asString()).isEqualTo("gaussian");
    for (String field : List.of("channels", "height", "width", "mean", "std")) {
      assertThat(config.at("/pixels/" + field)).isEqualTo(spec.at("/preprocessing/" + field));
    }
    assertThat(config.at("/pixels/from").asDouble()).isZero();
    assertThat(config.at("/pixels/to").asDouble()).isEqualTo(1);
    assertThat(config.at("/time/from").asDouble()).isZero();
    assertThat(config.at("/time/to").asDouble()).isEqualTo(1);
    assertThat(config.at("/time/sigmaMax")).isEqualTo(spec.at("/sde/sigmaMax"));
    assertThat(config.path("weights").asString()).isEqualTo("raw");
  }

  @Test
  void cardsHeadIsYamlThatTheHubKnows() throws IOException {
    Map<String, Object> head = folder(model).head();
    assertThat(head)
        .containsEntry("license", "other")
        .containsEntry("library_name", "p2f")
        .containsEntry("pipeline_tag", "image-feature-extraction")
        .containsEntry("metrics", List.of("accuracy"))
        .doesNotContainKey("datasets"); // drawn here, nowhere on the Hub
    assertThat(String.valueOf(head.get("tags"))).contains("p2f, diffusion").contains("vdrl");
    JsonNode results = JsonMapper.shared().valueToTree(head).at("/model-index/0");
    assertThat(results.path("name").asString()).isEqualTo("one: \"two\" | *three*");
    assertThat(results.at("/results/0/dataset/name").asString()).isEqualTo("drawn");
    assertThat(results.at("/results/0/dataset/type").asString()).isEqualTo("synthetic");
    assertThat(results.at("/results/0/metrics").size()).isEqualTo(3 * 4); // times, factors
  }

  @Test
  void cardTellsTheLastProbesTheLossesThePlanAndWhereTheModelCameFrom() throws IOException {
    HubFolder folder = folder(model);
    String card = folder.card();
    assertThat(card).contains("# one: \"two\" \\| \\*three\\*\n").contains("`vdrl`");
    assertThat(folder.python().lines().filter(line -> !line.isBlank()).count())
        .isLessThanOrEqualTo(30);
    assertThat(card).contains("| factor | t = 0.0 | t = 0.25 | t = 1.0 |");
    JsonNode probes = api().get("/v1/training-runs/%s/probes".formatted(run)).json();
    for (String factor : List.of("background", "foreground", "location", "shape")) {
      List<String> row = new ArrayList<>(List.of("| " + factor));
      for (JsonNode point : probes.path("points")) {
        if (point.path("step").asInt() == 2 && point.path("factor").asString().equals(factor)) {
          row.add(String.format(Locale.ROOT, "%.1f", 100 * point.path("accuracy").asDouble()));
        }
      }
      assertThat(row).hasSize(4);
      assertThat(card).contains(String.join(" | ", row) + " |");
    }
    JsonNode losses = api().get("/v1/training-runs/%s/held-out-losses".formatted(run)).json();
    JsonNode last = losses.path("points").path(losses.path("points").size() - 1);
    assertThat(card)
        .contains(
            String.format(
                Locale.ROOT,
                "| 1.0 | %.4g | %.4g |",
                last.path("heldOutLoss").asDouble(),
                last.path("rate").asDouble()))
        .contains("| `encoder.depth` | 10 |")
        .contains("| seed | 7 |")
        .contains("`" + run + "`")
        .contains("`" + dataset + "`")
        .containsPattern("digest of the plan, SHA-256 \\| `[0-9a-f]{64}`")
        .containsPattern("2 steps; [0-9,]+ s from the run's start")
        .contains("No study's report has used this model.")
        .contains("No licence is known.");
    assertThat(folder.text("probes.svg"))
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains(">background<", ">location<", "background at 0.25: ");
  }

  @Test
  void licenceThatIsNamedStandsInTheCard() throws IOException {
    var folder = HubFolder.of(exported(model, "?license=cc-by-4.0").body());
    assertThat(folder.head()).containsEntry("license", "cc-by-4.0");
    assertThat(folder.card()).contains("The weights: `cc-by-4.0`.");
    assertThat(exported(model, "?license=Public%20domain").error("license")).contains("must be");
    assertThat(exported(model, "?license=a%0Ab").status()).isEqualTo(422);
    assertThat(
            api().get("/v1/models/%s/exports/onnx?license=mit".formatted(model)).error("license"))
        .contains("for the format huggingface alone");
  }

  @Test
  void unprobedModelsCardSaysSo() throws IOException {
    HubFolder folder = folder(modelOf(trained(Map.of("steps", 1))));
    assertThat(folder.files().keySet())
        .containsExactly("README.md", "config.json", "model.safetensors");
    assertThat(folder.card()).contains("Nothing is known: no probes were recorded");
    assertThat(folder.head()).doesNotContainKeys("metrics", "model-index");
  }

  /** The report is one as the downstream service writes it, of a study with this model. */
  @Test
  void claimsOfReportThatDescendsFromTheModelAreTold() throws IOException {
    String own = modelOf(trained(Map.of("steps", 1, "seed", 9)));
    String trajectories = recorded(ArtifactKind.TRAJECTORIES, own, "manifest.json", "{}");
    String report =
        recorded(
            ArtifactKind.REPORT,
            trajectories,
            "report.json",
            """
            {"lead": "Nothing *new*.", "claims": [
              {"id": "C1", "statement": "Codes at t differ", "unit": "accuracy",
               "verdict": "not-supported",
               "effect": {"mean": 0.1234, "low": 0.05, "high": 0.2, "encoders": 5}},
              {"id": "C2", "statement": "Not asked", "unit": "bits", "verdict": "unmeasured",
               "effect": null}]}
            """);
    String card = folder(own).card();
    assertThat(card)
        .contains("report `%s`".formatted(report), "found: \"Nothing \\*new\\*.\"")
        .contains("| C1 | Codes at t differ | not supported | 0.123 [0.050, 0.200] accuracy | 5 |")
        .contains("| C2 | Not asked | unmeasured | – | – |")
        .doesNotContain("No study's report");
  }

  @Test
  void reportWithoutClaimsAndProbesOfAnEarlierStepAreToldAsThatAndAreNoResults()
      throws IOException {
    String own = modelOf(trained(Map.of("steps", 3, "probe.everySteps", 2)));
    recorded(ArtifactKind.REPORT, own, "report.json", "{\"lead\": \"L.\", \"claims\": []}");
    HubFolder folder = folder(own);
    assertThat(folder.card())
        .contains("at each t, after step 2 of 3.")
        .contains("found: \"L.\"\nIt decided no claims.");
    assertThat(folder.head()).doesNotContainKeys("metrics", "model-index");
  }

  private String recorded(ArtifactKind kind, String parent, String file, String text)
      throws IOException {
    try (ArtifactDraft draft = artifacts.draft(kind)) {
      Files.writeString(draft.file(file, "application/json"), text);
      return artifacts
          .record(
              draft
                  .name("of a test")
                  .attributes(JsonNodeFactory.instance.objectNode())
                  .provenance(JsonNodeFactory.instance.objectNode())
                  .parent(parent))
          .id();
    }
  }

  @Test
  void strangersGetNothing() {
    String stranger =
        TOKENS.sign(
            TOKENS
                .claims("read")
                .claim("projects", "cars")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    assertThat(
            Api.at(port)
                .with(stranger)
                .get("/v1/models/%s/exports/huggingface".formatted(model))
                .problem())
        .isEqualTo("unknown-model");
  }
}
