package org.p2f.representation.model.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.model.AnsweringModels;
import org.p2f.representation.model.AnsweringModels.Alias;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.Models;
import org.p2f.representation.model.ServedModels;
import org.p2f.representation.model.ServedModels.Served;
import org.p2f.representation.model.ServedModels.State;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which models are held ready, and why one is not. */
@RestController
@RequestMapping("/v1/served-models")
@Tag(name = "served-models", description = "Models held ready to encode")
final class ServedModelsController {
  private final ServedModels served;
  private final Models models;
  private final AnsweringModels answering;

  ServedModelsController(ServedModels served, Models models, AnsweringModels answering) {
    this.served = served;
    this.models = models;
    this.answering = answering;
  }

  @GetMapping
  @Operation(
      operationId = "listServedModels",
      summary = "Models held ready, being loaded, or refused",
      description = "Of this instance; those used last come first.")
  List<ServedModelView> list() {
    List<Alias> aliases = answering.aliases();
    return served.list().stream()
        .filter(model -> models.find(model.modelId()).isPresent())
        .map(model -> ServedModelView.of(model, aliases))
        .toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "loadModel",
      summary = "Loads a model before anybody asks for its codes",
      description = "What is served meanwhile goes on being served. The list tells how far it is.")
  void load(@RequestBody LoadRequest request) {
    ModelCard model =
        models
            .find(request.modelId())
            .orElseThrow(
                () ->
                    Refused.unprocessable(
                        "unknown-model", "There is no model '%s'".formatted(request.modelId())));
    Weights weights = Objects.requireNonNullElse(request.weights(), Weights.RAW);
    var invalid = new InvalidFields();
    invalid.requireWeights(model, weights);
    invalid.refuse();
    served.load(model.id(), weights);
  }

  @Schema(name = "ModelLoadRequest")
  record LoadRequest(
      String modelId, @Schema(description = "raw by default") @Nullable Weights weights) {}

  @Schema(name = "ServedModel")
  record ServedModelView(
      String modelId,
      Weights weights,
      State state,
      @Schema(description = "In which it computes, once it is served")
          @Nullable Precision precision,
      @Schema(description = "Native memory it occupies") long bytes,
      @Schema(description = "Why it is refused") @Nullable String reason,
      @Schema(description = "Aliases that it answers for, of those that were asked for here")
          List<String> aliases,
      @Schema(
              description =
                  "Aliases that were moved to it, and for which another model answers until it is"
                      + " loaded")
          List<String> awaitedBy) {

    static ServedModelView of(Served served, List<Alias> aliases) {
      return new ServedModelView(
          served.modelId(),
          served.weights(),
          served.state(),
          served.precision(),
          served.bytes(),
          served.reason(),
          names(served, aliases, Alias::modelId),
          names(served, aliases, Alias::awaitedId));
    }

    private static List<String> names(
        Served served, List<Alias> aliases, Function<Alias, @Nullable String> modelId) {
      return aliases.stream()
          .filter(alias -> alias.weights() == served.weights())
          .filter(alias -> served.modelId().equals(modelId.apply(alias)))
          .map(Alias::name)
          .toList();
    }
  }
}
