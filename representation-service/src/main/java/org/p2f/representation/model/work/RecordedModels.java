package org.p2f.representation.model.work;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.Models;
import org.p2f.representation.picture.ImageShape;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** The models in the catalog. What is recorded never changes, so it is read once. */
@Component
public class RecordedModels implements Models {
  private static final int KEPT = 256;
  private static final int PAGE = 200;

  private final Artifacts artifacts;
  private final ArtifactAliases aliases;
  private final Cache<String, ModelCard> cards = Caffeine.newBuilder().maximumSize(KEPT).build();

  RecordedModels(Artifacts artifacts, ArtifactAliases aliases) {
    this.artifacts = artifacts;
    this.aliases = aliases;
  }

  @Override
  public Optional<ModelCard> find(String idOrAlias) {
    ModelCard known = cards.getIfPresent(idOrAlias);
    return known != null
        ? Optional.of(known).filter(model -> Callers.current().sees(model.project()))
        : aliases
            .resolve(ArtifactKind.MODEL, idOrAlias) // each time: an alias may be moved
            .map(model -> cards.get(model.id(), _ -> card(model)));
  }

  @Override
  public List<Version> versions() {
    List<Version> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Artifact> page = artifacts.list(ArtifactKind.MODEL, cursor, PAGE);
      page.items().forEach(model -> all.add(new Version(model.id(), model.digest())));
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }

  /** Those that were asked for, by id. */
  public Map<String, ModelCard> known() {
    return Map.copyOf(cards.asMap());
  }

  public void forget(Set<String> modelIds) {
    cards.invalidateAll(modelIds);
  }

  private static boolean holds(Artifact artifact, Weights weights) {
    String file = weights.file();
    return artifact.files().stream().anyMatch(held -> held.name().equals(file));
  }

  private ModelCard card(Artifact artifact) {
    try {
      ModelSpec spec = ModelSpec.read(artifacts.open(artifact, ModelFiles.SPEC));
      Preprocessing images = spec.preprocessing();
      return new ModelCard(
          artifact.id(),
          artifact.digest(),
          new ImageShape(images.channels(), images.height(), images.width()),
          spec.latentSize(),
          images.mean(),
          images.std(),
          Arrays.stream(Weights.values())
              .filter(weights -> holds(artifact, weights))
              .collect(Collectors.toUnmodifiableSet()),
          artifact.project());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the specification of " + artifact.id(), e);
    }
  }
}
