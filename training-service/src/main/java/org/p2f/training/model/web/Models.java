package org.p2f.training.model.web;

import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.model.ModelNetworks;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The recorded models. */
@Component
public class Models {
  private final Artifacts artifacts;
  private final ArtifactAliases aliases;
  private final ModelNetworks networks;
  private final JsonMapper json;

  Models(Artifacts artifacts, ArtifactAliases aliases, ModelNetworks networks, JsonMapper json) {
    this.artifacts = artifacts;
    this.aliases = aliases;
    this.networks = networks;
    this.json = json;
  }

  /** By id or alias. */
  public Optional<Artifact> find(String idOrAlias) {
    return aliases.resolve(ArtifactKind.MODEL, idOrAlias);
  }

  /**
   * @throws Refused if there is none
   */
  Artifact get(String idOrAlias) {
    return find(idOrAlias).orElseThrow(() -> Refused.unknown("model", idOrAlias));
  }

  public ModelNetworks.Facts facts(Artifact model) {
    return networks.read(artifacts.open(model, ModelNetworks.FILE), description(model));
  }

  PageView<ModelView> list(PageQuery page) {
    return PageView.of(artifacts.list(ArtifactKind.MODEL, page.cursor(), page.limit()), this::view);
  }

  ModelView view(Artifact model) {
    return ModelView.of(model, description(model), aliases.of(model.id()));
  }

  /**
   * @throws Refused if the model does not hold those weights
   */
  void requireWeights(Artifact model, Weights weights) {
    if (!description(model).weights().contains(weights)) {
      throw Refused.field("weights", ModelNetworks.NO_AVERAGES);
    }
  }

  ModelDescription description(Artifact model) {
    return json.treeToValue(model.attributes(), ModelDescription.class);
  }

  /**
   * Moves an alias to a model.
   *
   * @throws Refused if it cannot be one
   */
  void name(Artifact model, String alias) {
    requireName(alias);
    aliases.set(model, alias);
  }

  /**
   * @throws Refused if that cannot be an alias
   */
  public static void requireName(String alias) {
    if (!ArtifactAliases.isName(ArtifactKind.MODEL, alias)) {
      throw Refused.field(
          "alias",
          "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', begin with a letter or digit and not"
              + " look like a model's id");
    }
  }

  /**
   * @throws Refused if the model has no such alias
   */
  void unname(Artifact model, String alias) {
    if (!aliases.remove(model, alias)) {
      throw Refused.notFound(
          "unknown-alias", "Model %s has no alias '%s'".formatted(model.id(), alias));
    }
  }
}
