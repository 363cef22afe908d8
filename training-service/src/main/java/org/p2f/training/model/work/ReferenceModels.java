package org.p2f.training.model.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.compute.Compute;
import org.p2f.numerics.encode.CompactEncoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.network.Objective;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records the models that come with the programs, before the service is ready: each folder's under
 * its name. What is recorded already is left as it is, and so is a name that an administrator gave
 * to another model. A folder that cannot be used is told of and left out.
 */
@Component
final class ReferenceModels implements ApplicationRunner {
  private static final Logger log = LoggerFactory.getLogger(ReferenceModels.class);

  /** Fields of a model's provenance: name and digest of its folder. */
  private static final String NAME = "referenceModel";

  private static final String DIGEST = "folderDigest";
  private static final String OCTETS = "application/octet-stream";
  private static final String JSON = "application/json";
  private static final int PAGE = 500;

  private final ReferenceProperties properties;
  private final Artifacts artifacts;
  private final ArtifactAliases aliases;
  private final Compute compute;
  private final JsonMapper json;

  ReferenceModels(
      ReferenceProperties properties,
      Artifacts artifacts,
      ArtifactAliases aliases,
      Compute compute,
      JsonMapper json) {
    this.properties = properties;
    this.artifacts = artifacts;
    this.aliases = aliases;
    this.compute = compute;
    this.json = json;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    Path directory = properties.referenceModels();
    if (directory != null) {
      folders(directory).forEach(this::recordOrTell);
    }
  }

  private static List<Path> folders(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isDirectory)
          .filter(folder -> !folder.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      log.error("There are no reference models: p2f.reference-models cannot be read: {}", told(e));
      return List.of();
    }
  }

  private void recordOrTell(Path path) {
    try {
      if (!ArtifactAliases.isName(ArtifactKind.MODEL, path.getFileName().toString())) {
        throw new IOException("the folder's name cannot be an alias");
      }
      ReferenceFolder folder = ReferenceFolder.read(path, json);
      aliases.alone(() -> record(folder));
    } catch (IOException | RuntimeException e) {
      log.error("Reference model {} is left out: {}", path.getFileName(), told(e));
    }
  }

  private static String told(Exception e) {
    return e instanceof UncheckedIOException unchecked
        ? String.valueOf(unchecked.getCause())
        : e.toString();
  }

  private void record(ReferenceFolder folder) {
    Optional<Artifact> standing =
        aliases
            .resolve(ArtifactKind.MODEL, folder.name())
            .filter(model -> model.project().equals(Caller.PUBLIC));
    if (standing.filter(model -> !isNamed(model, folder.name())).isPresent()) {
      log.warn(
          "Alias {} stays with model {}, so the reference model of that name has none",
          folder.name(),
          standing.get().id());
      return;
    }
    if (standing.filter(model -> isOf(model, folder)).isPresent()) {
      return;
    }
    Artifact model = recorded(folder).orElseGet(() -> recordNew(folder));
    aliases.set(model, folder.name());
    log.info("Reference model {} is {}", folder.name(), model.id());
  }

  private static boolean isNamed(Artifact model, String name) {
    return model.provenance().path(NAME).asString("").equals(name);
  }

  private static boolean isOf(Artifact model, ReferenceFolder folder) {
    return isNamed(model, folder.name())
        && model.provenance().path(DIGEST).asString("").equals(folder.digest());
  }

  /** From an earlier start, if its name was taken away or has stood for another folder since. */
  private Optional<Artifact> recorded(ReferenceFolder folder) {
    @Nullable String cursor = null;
    do {
      Page<Artifact> page = artifacts.list(ArtifactKind.MODEL, cursor, PAGE);
      Optional<Artifact> found =
          page.items().stream().filter(model -> isOf(model, folder)).findFirst();
      if (found.isPresent()) {
        return found;
      }
      cursor = page.nextCursor();
    } while (cursor != null);
    return Optional.empty();
  }

  private Artifact recordNew(ReferenceFolder folder) {
    try (ArtifactDraft draft = artifacts.draft(ArtifactKind.MODEL)) {
      Path unpacked = Files.createTempDirectory("p2f-reference-model");
      try {
        CompactEncoder.unpack(compute.engine(), folder.path(), unpacked);
        move(unpacked, Weights.RAW.file(), draft, OCTETS);
        move(unpacked, ModelFiles.GOLDENS, draft, OCTETS);
        var spec = ModelSpec.read(unpacked.resolve(ModelFiles.SPEC));
        move(unpacked, ModelFiles.SPEC, draft, JSON);
        Path card = folder.path().resolve(ModelDescription.CARD);
        if (Files.exists(card)) {
          Files.copy(card, draft.file(ModelDescription.CARD, JSON));
        }
        return artifacts.record(
            draft
                .name(folder.name())
                .attributes(json.valueToTree(describe(folder.plan(), spec)))
                .provenance(provenance(folder)));
      } finally {
        removeFiles(unpacked);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path folder, String file, ArtifactDraft draft, String mediaType)
      throws IOException {
    Files.move(folder.resolve(file), draft.file(file, mediaType));
  }

  private static void removeFiles(Path folder) throws IOException {
    for (String file : List.of(Weights.RAW.file(), ModelFiles.GOLDENS, ModelFiles.SPEC)) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }

  private ModelDescription describe(JsonNode plan, ModelSpec spec) throws IOException {
    var images = spec.preprocessing();
    return new ModelDescription(
        null,
        null,
        plan.path("preset").asString(ModelDescription.UNKNOWN_PRESET),
        objective(plan.path("objective"), spec),
        spec.step(),
        spec.latentSize(),
        images.channels(),
        images.height(),
        images.width(),
        new ParameterCount(CompactEncoder.parameterCount(spec), 0),
        List.of(Weights.RAW),
        null);
  }

  private Objective objective(JsonNode named, ModelSpec spec) throws IOException {
    if (named.isMissingNode()) {
      return Objective.of(spec.objective());
    }
    try {
      return json.treeToValue(named, Objective.class);
    } catch (JacksonException e) {
      throw new IOException("%s names the objective %s".formatted(ModelDescription.CARD, named), e);
    }
  }

  private ObjectNode provenance(ReferenceFolder folder) {
    ObjectNode provenance =
        json.createObjectNode().put(NAME, folder.name()).put(DIGEST, folder.digest());
    if (!folder.plan().isEmpty()) {
      provenance.set("plan", folder.plan());
    }
    return provenance.put("engine", compute.engine().description());
  }
}
