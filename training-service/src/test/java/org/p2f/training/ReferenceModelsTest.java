package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Encoders that were trained elsewhere, here by the service itself. */
@ExtendWith(OutputCaptureExtension.class)
class ReferenceModelsTest extends TrainingTest {
  private static final Path FOLDERS = HOME.resolve("reference-models");
  private static String model = "";

  @Autowired ApplicationRunner referenceModels;
  @Autowired Artifacts artifacts;
  @Autowired ArtifactAliases aliases;

  @DynamicPropertySource
  static void folders(DynamicPropertyRegistry registry) throws IOException {
    Files.createDirectories(FOLDERS);
    Files.writeString(FOLDERS.resolve("README.md"), "no folder");
    registry.add("p2f.reference-models", FOLDERS::toString);
  }

  @BeforeEach
  void train() {
    if (model.isEmpty()) {
      model = modelOf(trained(Map.of("steps", 1, "objective", "vdrl")));
    }
  }

  private void start() throws Exception {
    referenceModels.run(new DefaultApplicationArguments());
  }

  /** A folder as {@code ./p2f export} makes it. */
  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectories(FOLDERS.resolve(name));
    Answer weights = api().get("/v1/models/%s/exports/encoder".formatted(model));
    assertThat(weights.status()).isEqualTo(200);
    assertThat(weights.header("Content-Disposition")).contains("weights.safetensors");
    Files.write(folder.resolve("weights.safetensors"), weights.body());
    Files.write(
        folder.resolve("model.json"),
        api().get("/v1/models/%s/files/model.json".formatted(model)).body());
    return folder;
  }

  private JsonNode get(String alias) {
    return api().get("/v1/models/" + alias).json();
  }

  private List<Artifact> named(String name) {
    return artifacts.list(ArtifactKind.MODEL, null, 500).items().stream()
        .filter(artifact -> artifact.name().equals(name))
        .toList();
  }

  @Test
  void folderBecomesModelUnderItsNameOnce() throws Exception {
    Files.writeString(
        folder("drawn-vdrl").resolve("card.json"),
        "{\"plan\": {\"preset\": \"tiny\", \"objective\": \"vdrl\", \"seed\": 7}}");
    start();
    JsonNode found = get("drawn-vdrl");
    JsonNode trained = get(model);
    assertThat(found.path("aliases").toString()).isEqualTo("[\"drawn-vdrl\"]");
    assertThat(found.has("datasetId")).isFalse();
    assertThat(found.has("runId")).isFalse();
    assertThat(found.path("weights").toString()).isEqualTo("[\"raw\"]");
    assertThat(found.path("preset").asString()).isEqualTo("tiny");
    for (String field : List.of("objective", "step", "latentSize", "channels", "height", "width")) {
      assertThat(found.path(field)).as(field).isEqualTo(trained.path(field));
    }
    assertThat(found.at("/parameterCount/encoder"))
        .isEqualTo(trained.at("/parameterCount/encoder"));
    assertThat(found.at("/parameterCount/scoreNetwork").asInt()).isZero();
    JsonNode provenance =
        api().get("/v1/artifacts/" + found.path("id").asString()).json().path("provenance");
    assertThat(provenance.at("/plan/seed").asInt()).isEqualTo(7);
    assertThat(provenance.path("folderDigest").asString()).hasSize(64);

    start();
    assertThat(named("drawn-vdrl")).hasSize(1);
  }

  @Test
  void cardOfReferenceModelTellsWhatCameWithTheFolder() throws Exception {
    Files.writeString(
        folder("told").resolve("card.json"),
        """
        {"license": "apache-2.0", "seconds": 61.4,
         "plan": {"preset": "tiny", "objective": "vdrl", "seed": 7},
         "dataset": {"id": "ds-elsewhere", "name": "digits", "source": "mnist", "digest": "abc",
           "splits": {"train": 50, "validation": 6, "test": 7},
           "factors": [{"name": "digit", "classes": 10, "classNames": []}]},
         "probes": [{"step": 0, "t": 0.0, "factor": "digit", "accuracy": 0.1},
           {"step": 9, "t": 0.0, "factor": "digit", "accuracy": 0.25}],
         "heldOutLosses": [{"step": 9, "t": 0.5, "heldOutLoss": 12.5, "rate": 3.25}]}
        """);
    folder("untold");
    start();
    var told = HubFolder.of(api().get("/v1/models/told/exports/huggingface").body());
    assertThat(told.head())
        .containsEntry("license", "apache-2.0")
        .containsEntry("datasets", List.of("ylecun/mnist"));
    assertThat(told.card())
        .contains("| digit | 25.0 |", "| 0.5 | 12.50 | 3.250 |", "61 s from the run's start")
        .contains("\"digits\" (source `mnist`), 50 for training, 6 for validation, 7 for testing")
        .contains("| seed | 7 |", "`ds-elsewhere`");
    var untold = HubFolder.of(api().get("/v1/models/untold/exports/huggingface").body());
    assertThat(untold.head()).containsEntry("license", "other");
    assertThat(untold.card())
        .contains("The data set is not known. How long it took is not known.")
        .contains("The plan of its training is not known.");
  }

  @Test
  void folderThatChangesBecomesAnotherModelAndOneWhoseNameWasTakenAwayDoesNot() throws Exception {
    Path folder = folder("changing");
    start();
    String first = get("changing").path("id").asString();
    assertThat(get(first).path("preset").asString()).isEqualTo("unknown");
    Files.writeString(folder.resolve("card.json"), "{\"plan\": {\"objective\": \"vdrl\"}}");
    start();
    assertThat(get("changing").path("id").asString()).isNotEqualTo(first);
    Files.delete(folder.resolve("card.json"));
    start();
    assertThat(get("changing").path("id").asString()).isEqualTo(first);
    assertThat(named("changing")).hasSize(2);
    String alias = "/v1/models/%s/aliases/changing".formatted(first);
    assertThat(api().delete(alias).status()).isEqualTo(403); // it is everybody's
    Api administrator = Api.at(port).with(TOKENS.token("run admin"));
    assertThat(administrator.delete(alias).status()).isEqualTo(200);
    start();
    assertThat(get("changing").path("id").asString()).isEqualTo(first);
    assertThat(named("changing")).hasSize(2);
  }

  @Test
  void usersOwnNameStaysInTheirProject() throws Exception {
    folder("mine");
    aliases.set(artifacts.find(model).orElseThrow(), "mine");
    start();
    assertThat(get("mine").path("id").asString()).isEqualTo(model);
    assertThat(named("mine")).hasSize(1);
    String reference = named("mine").getFirst().id();
    String stranger =
        TOKENS.sign(
            TOKENS
                .claims("read")
                .claim("projects", "cars")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    Api others = Api.at(port).with(stranger);
    assertThat(others.get("/v1/models/mine").json().path("id").asString()).isEqualTo(reference);
  }

  @Test
  void twoStartsAtOnceLeaveOneModel() throws Exception {
    folder("twice");
    Callable<Boolean> start =
        () -> {
          start();
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var started : threads.invokeAll(List.of(start, start))) {
        assertThat(started.get()).isTrue();
      }
    }
    assertThat(named("twice")).hasSize(1);
  }

  @Test
  void brokenFoldersAreToldOfAndLeftOut(CapturedOutput output) throws Exception {
    Path cut = folder("a-cut").resolve("weights.safetensors");
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Files.delete(folder("a-missing").resolve("model.json"));
    Files.writeString(folder("a-card").resolve("card.json"), "no JSON");
    folder("a Name");
    folder("z-whole");
    start();
    assertThat(output)
        .contains("Reference model a-cut is left out")
        .contains("weights.safetensors: at byte")
        .contains(
            "Reference model a-missing is left out: java.io.IOException: model.json is missing")
        .contains("Reference model a-card is left out: java.io.IOException: card.json is not JSON")
        .contains("Reference model a Name is left out");
    assertThat(api().get("/v1/models/a-cut").status()).isEqualTo(404);
    assertThat(get("z-whole").path("latentSize").asInt()).isPositive();
  }

  @Test
  void whatNeedsScoreNetworkOrAveragesIsRefusedAndTheEncoderIsExported() throws Exception {
    folder("alone");
    start();
    Answer samples =
        api().post("/v1/sampling-runs", Map.of("modelId", "alone", "mode", "prior", "n", 2));
    assertThat(samples.status()).isEqualTo(422);
    assertThat(samples.error("modelId")).contains("holds the encoder alone");
    Answer likelihoods =
        api().post("/v1/likelihoods", Map.of("modelId", "alone", "datasetId", dataset));
    assertThat(likelihoods.status()).isEqualTo(422);
    assertThat(likelihoods.error("modelId")).contains("holds the encoder alone");
    for (String format : List.of("torchscript", "onnx", "encoder", "huggingface")) {
      Answer averaged = api().get("/v1/models/alone/exports/%s?weights=ema".formatted(format));
      assertThat(averaged.status()).as(format).isEqualTo(422);
      assertThat(averaged.error("weights")).contains("holds no averaged weights");
      Answer raw = api().get("/v1/models/alone/exports/" + format);
      assertThat(raw.status()).as(format).isEqualTo(200);
      assertThat(raw.body().length).isGreaterThan(1_000);
    }
    assertThat(api().get("/v1/models/alone/exports/encoder").body())
        .isEqualTo(api().get("/v1/models/%s/exports/encoder".formatted(model)).body());
  }

  @Test
  void requestOfRunGivesTheSameRunAgain() {
    String run = trained(Map.of("steps", 1, "seed", 5));
    JsonNode request = api().get("/v1/training-runs/%s/request".formatted(run)).json();
    assertThat(request.path("seed").asInt()).isEqualTo(5);
    assertThat(request.has("scoreNetwork")).isFalse();
    JsonNode again = api().post("/v1/training-plans", request).json().path("plan");
    assertThat(again).isEqualTo(api().get("/v1/training-runs/" + run).json().path("plan"));
    assertThat(api().get("/v1/training-runs/none/request").problem())
        .isEqualTo("unknown-training-run");
  }
}
