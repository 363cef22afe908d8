package org.p2f.kit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactFile;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import tools.jackson.databind.node.JsonNodeFactory;

/** Artifacts in memory with their files in temporary ones. */
public final class FakeArtifacts implements Artifacts {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final Map<String, Artifact> artifacts = new ConcurrentHashMap<>();
  private final Map<String, Path> files = new ConcurrentHashMap<>();

  /** Records an artifact with one file, {@code data.bin}. */
  public Artifact add(String id, byte[] content, String... parents) {
    try {
      Path path = Files.createTempFile("p2f-fake", ".bin");
      path.toFile().deleteOnExit();
      Files.write(path, content);
      files.put(id, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var artifact =
        new Artifact(
            id,
            ArtifactKind.DATASET,
            "sample " + id,
            sha256(content),
            List.of(
                new ArtifactFile(
                    "data.bin", "application/octet-stream", content.length, sha256(content))),
            JsonNodeFactory.instance.objectNode().put("images", 3),
            JsonNodeFactory.instance.objectNode(),
            null,
            List.of(parents),
            "tester",
            "default",
            NOON,
            null);
    artifacts.put(id, artifact);
    return artifact;
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<Artifact> find(String id) {
    return Optional.ofNullable(artifacts.get(id));
  }

  @Override
  public Optional<Artifact> findRecorded(String id) {
    return find(id);
  }

  @Override
  public Page<Artifact> list(@Nullable ArtifactKind kind, @Nullable String cursor, int limit) {
    return new Page<>(
        artifacts.values().stream()
            .filter(a -> kind == null || a.kind() == kind)
            .limit(limit)
            .toList(),
        null);
  }

  @Override
  public List<Artifact> children(String id) {
    return new ArrayList<>(artifacts.values())
        .stream().filter(a -> a.parents().contains(id)).toList();
  }

  @Override
  public List<Artifact> ofJob(String jobId) {
    return List.of();
  }

  @Override
  public Path open(Artifact artifact, String fileName) {
    return Optional.ofNullable(files.get(artifact.id())).orElseThrow();
  }

  @Override
  public Optional<URI> address(Artifact artifact, String fileName) {
    return Optional.empty();
  }

  @Override
  public ArtifactDraft draft(ArtifactKind kind) {
    throw new UnsupportedOperationException("The kit writes no artifacts");
  }

  @Override
  public Artifact record(ArtifactDraft draft) {
    throw new UnsupportedOperationException("The kit writes no artifacts");
  }
}
