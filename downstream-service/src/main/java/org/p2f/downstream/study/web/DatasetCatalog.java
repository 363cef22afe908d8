package org.p2f.downstream.study.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The recorded data sets. */
@Component
class DatasetCatalog {
  private final Artifacts artifacts;
  private final JsonMapper json;

  DatasetCatalog(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /** What has to be known of a data set before it is studied. */
  record DatasetCard(String name, List<String> factorNames) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Attributes(List<FactorCard> factors) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record FactorCard(String name) {}

  /**
   * @throws Refused naming {@code datasetId} if there is none of that id
   */
  DatasetCard require(String id) {
    var artifact =
        artifacts
            .find(id, ArtifactKind.DATASET)
            .orElseThrow(() -> Refused.field("datasetId", "no data set '%s'".formatted(id)));
    var attributes = json.treeToValue(artifact.attributes(), Attributes.class);
    return new DatasetCard(
        artifact.name(), attributes.factors().stream().map(FactorCard::name).toList());
  }
}
