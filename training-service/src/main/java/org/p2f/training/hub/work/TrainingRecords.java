package org.p2f.training.hub.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Jobs;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.hub.ModelCard.Images;
import org.p2f.training.hub.ModelCard.Training;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.run.CoursePoint.HeldOutPoint;
import org.p2f.training.run.CoursePoint.ProbePoint;
import org.p2f.training.run.store.TrainingProbes;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is known of a model's training: by its run, or by the card that came with it. */
@Component
final class TrainingRecords {
  private final Artifacts artifacts;
  private final Jobs jobs;
  private final TrainingProbes probes;
  private final JsonMapper json;

  TrainingRecords(Artifacts artifacts, Jobs jobs, TrainingProbes probes, JsonMapper json) {
    this.artifacts = artifacts;
    this.jobs = jobs;
    this.probes = probes;
    this.json = json;
  }

  Training of(ModelDescription model, JsonNode card) {
    String run = model.runId();
    return run == null ? told(card) : recorded(run, model.datasetId());
  }

  /** The card of a reference model; an empty object if the model has none. */
  JsonNode card(Artifact model) {
    if (model.files().stream().noneMatch(file -> file.name().equals(ModelDescription.CARD))) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return json.readTree(Files.readString(artifacts.open(model, ModelDescription.CARD)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Training recorded(String run, @Nullable String datasetId) {
    return new Training(
        jobs.find(run).map(job -> seconds(job.startedAt(), job.finishedAt())).orElse(null),
        datasetId == null ? null : images(datasetId),
        last(probes.read(run), ProbePoint::step),
        last(probes.heldOut(run), HeldOutPoint::step));
  }

  private static @Nullable Double seconds(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to).toMillis() / 1e3;
  }

  private @Nullable Images images(String id) {
    return artifacts.find(id, ArtifactKind.DATASET).map(this::images).orElse(null);
  }

  private Images images(Artifact dataset) {
    var description = json.treeToValue(dataset.attributes(), DatasetDescription.class);
    Map<String, Integer> classes = new LinkedHashMap<>();
    description.factors().forEach(factor -> classes.put(factor.name(), factor.classes()));
    var splits = description.splits();
    return new Images(
        dataset.id(),
        dataset.name(),
        json.valueToTree(description.source()).asString(),
        dataset.digest(),
        splits.train(),
        splits.validation(),
        splits.test(),
        classes);
  }

  private Training told(JsonNode card) {
    return new Training(
        card.path("seconds").isNumber() ? card.path("seconds").asDouble() : null,
        card.path("dataset").isObject() ? toldImages(card.path("dataset")) : null,
        last(read(card.path("probes"), ProbePoint.class), ProbePoint::step),
        last(read(card.path("heldOutLosses"), HeldOutPoint.class), HeldOutPoint::step));
  }

  private static Images toldImages(JsonNode dataset) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    dataset
        .path("factors")
        .forEach(f -> classes.put(f.path("name").asString(), f.path("classes").asInt()));
    JsonNode splits = dataset.path("splits");
    return new Images(
        dataset.path("id").asString(),
        dataset.path("name").asString(),
        dataset.path("source").asString(),
        dataset.path("digest").asString(),
        splits.path("train").asInt(),
        splits.path("validation").asInt(),
        splits.path("test").asInt(),
        classes);
  }

  private <T> List<T> read(JsonNode points, Class<T> type) {
    return points.valueStream().map(point -> json.treeToValue(point, type)).toList();
  }

  private static <T> List<T> last(List<T> points, ToLongFunction<T> step) {
    long last = points.stream().mapToLong(step).max().orElse(0);
    return points.stream().filter(point -> step.applyAsLong(point) == last).toList();
  }
}
