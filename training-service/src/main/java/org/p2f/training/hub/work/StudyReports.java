package org.p2f.training.hub.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.training.hub.ModelCard.Claim;
import org.p2f.training.hub.ModelCard.Effect;
import org.p2f.training.hub.ModelCard.StudyClaims;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reports of studies among what was made of a model. */
@Component
final class StudyReports {
  /** The file of a report that has its numbers, as the downstream service writes it. */
  private static final String FILE = "report.json";

  private final Artifacts artifacts;
  private final JsonMapper json;

  StudyReports(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /** Of those that the caller may see, newest first. */
  List<StudyClaims> of(String modelId) {
    return descendants(modelId).stream()
        .filter(artifact -> artifact.kind() == ArtifactKind.REPORT)
        .sorted(Comparator.comparing(Artifact::createdAt).reversed())
        .map(this::read)
        .toList();
  }

  private List<Artifact> descendants(String id) {
    var found = new ArrayList<Artifact>();
    var seen = new HashSet<String>();
    var open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      for (Artifact child : artifacts.children(open.remove())) {
        if (seen.add(child.id())) {
          found.add(child);
          open.add(child.id());
        }
      }
    }
    return found;
  }

  private StudyClaims read(Artifact report) {
    try {
      JsonNode content = json.readTree(Files.readString(artifacts.open(report, FILE)));
      return new StudyClaims(
          report.id(),
          report.createdAt(),
          content.path("lead").asString(),
          content.path("claims").valueStream().map(StudyReports::claim).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Claim claim(JsonNode claim) {
    JsonNode effect = claim.path("effect");
    return new Claim(
        claim.path("id").asString(),
        claim.path("statement").asString(),
        claim.path("verdict").asString(),
        effect.isObject()
            ? new Effect(
                effect.path("mean").asDouble(),
                effect.path("low").asDouble(),
                effect.path("high").asDouble(),
                claim.path("unit").asString(),
                effect.path("encoders").asInt())
            : null);
  }
}
