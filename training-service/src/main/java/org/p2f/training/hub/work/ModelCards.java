package org.p2f.training.hub.work;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.persistence.CanonicalJson;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.training.hub.ModelCard;
import org.p2f.training.hub.ModelCard.Origin;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.model.ModelExports;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gathers what the catalog, the run and the reports of studies tell of a model. */
@Component
final class ModelCards {
  private final Artifacts artifacts;
  private final TrainingRecords training;
  private final StudyReports reports;
  private final JsonMapper json;

  ModelCards(Artifacts artifacts, TrainingRecords training, StudyReports reports, JsonMapper json) {
    this.artifacts = artifacts;
    this.training = training;
    this.reports = reports;
    this.json = json;
  }

  ModelCard of(ModelExports.Source source) throws IOException {
    Artifact model = artifacts.find(source.modelId(), ArtifactKind.MODEL).orElseThrow();
    var description = json.treeToValue(model.attributes(), ModelDescription.class);
    var spec = ModelSpec.read(source.spec());
    JsonNode card = training.card(model);
    var trained = training.of(description, card);
    return new ModelCard(
        model.id(),
        model.name(),
        model.digest(),
        model.createdAt(),
        description,
        source.kind(),
        spec.encoder(),
        spec.sde(),
        spec.preprocessing(),
        origin(model, description),
        trained,
        reports.of(model.id()),
        source.license() == null ? license(card) : source.license(),
        trained.probes().isEmpty() ? null : HuggingFaceFolders.FIGURE);
  }

  private static @Nullable String license(JsonNode card) {
    return card.path("license").asString(null);
  }

  private static Origin origin(Artifact model, ModelDescription description) {
    JsonNode provenance = model.provenance();
    JsonNode plan = provenance.path("plan");
    Map<String, String> settings = new LinkedHashMap<>();
    addSettings("", plan, settings);
    return new Origin(
        provenance.path("codeVersion").asString("unknown"),
        provenance.has("imported"),
        description.runId(),
        plan.path("seed").isNumber() ? plan.path("seed").asString() : null,
        plan.isObject() ? CanonicalJson.sha256(plan) : null,
        settings);
  }

  /** A setting for each leaf, by its path. */
  private static void addSettings(String prefix, JsonNode object, Map<String, String> settings) {
    object
        .properties()
        .forEach(
            field -> {
              String path = prefix + field.getKey();
              JsonNode value = field.getValue();
              if (value.isObject()) {
                addSettings(path + ".", value, settings);
              } else {
                settings.put(path, value.isString() ? value.asString() : value.toString());
              }
            });
  }
}
