package org.p2f.representation.inference.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.model.AnsweringModels;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.Models;
import org.p2f.representation.model.ServedModels;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Models as the Open Inference Protocol names them. A model never changes: it has one version. */
@Component
final class InferenceModels {
  /** For whatever version there is. */
  static final String ANY = "";

  private final AnsweringModels answering;
  private final Models models;
  private final ServedModels served;

  InferenceModels(AnsweringModels answering, Models models, ServedModels served) {
    this.answering = answering;
    this.models = models;
    this.served = served;
  }

  /**
   * @param name id or alias
   * @param version the model's digest, or {@link #ANY}
   * @throws Refused if there is none
   */
  ModelCard find(String name, String version, Weights weights) {
    return answering
        .find(name, weights)
        .filter(model -> version.equals(ANY) || version.equals(model.digest()))
        .orElseThrow(
            () ->
                Refused.notFound(
                    "unknown-model",
                    "No model '%s'".formatted(name)
                        + (version.equals(ANY) ? "" : " of version '%s'".formatted(version))));
  }

  /** The same with raw weights, which every model has. */
  ModelCard find(String name, String version) {
    return find(name, version, Weights.RAW);
  }

  /**
   * Every model that the caller may ask for.
   *
   * @param ready whether only those that are loaded
   */
  List<Indexed> index(boolean ready) {
    List<ServedModels.Served> held =
        served.list().stream().filter(model -> model.weights() == Weights.RAW).toList();
    return models.versions().stream()
        .map(
            version ->
                held.stream()
                    .filter(model -> model.modelId().equals(version.id()))
                    .findFirst()
                    .map(model -> Indexed.of(version, model))
                    .orElseGet(() -> Indexed.notLoaded(version)))
        .filter(model -> !ready || model.state().equals(Indexed.READY))
        .toList();
  }

  /**
   * A model in the index of the protocol's repository extension.
   *
   * @param state READY, LOADING or UNAVAILABLE, which a model is also before it is asked for
   * @param reason empty if there is none
   */
  @Schema(name = "InferenceIndexedModel")
  record Indexed(String name, String version, String state, String reason) {
    static final String READY = "READY";

    private static Indexed of(Models.Version version, ServedModels.Served held) {
      String reason = held.reason();
      return new Indexed(
          version.id(),
          version.digest(),
          switch (held.state()) {
            case SERVING -> READY;
            case LOADING -> "LOADING";
            case REFUSED -> "UNAVAILABLE";
          },
          reason == null ? "" : reason);
    }

    private static Indexed notLoaded(Models.Version version) {
      return new Indexed(
          version.id(), version.digest(), "UNAVAILABLE", "is loaded when it is first asked for");
    }
  }
}
