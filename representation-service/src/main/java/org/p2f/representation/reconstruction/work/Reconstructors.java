package org.p2f.representation.reconstruction.work;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.solver.Reconstructor;
import org.p2f.numerics.solver.Reconstructor.Kind;
import org.p2f.representation.encoding.work.ModelKey;
import org.p2f.representation.reconstruction.ReconstructionRefusal;
import org.p2f.representation.reconstruction.ReconstructionRefused;

/**
 * The score networks and decoders in memory; those unused for longest leave first. For use by one
 * thread.
 */
final class Reconstructors implements AutoCloseable {
  private final Artifacts artifacts;
  private final Engine engine;
  private final int most;
  private final Map<ModelKey, Held> held = new LinkedHashMap<>(16, .75f, true);

  private record Held(Reconstructor reconstructor, long usedNanos) {}

  Reconstructors(Artifacts artifacts, Engine engine, int most) {
    this.artifacts = artifacts;
    this.engine = engine;
    this.most = most;
  }

  /**
   * The networks of a model, loaded if need be; held until others are.
   *
   * @throws ReconstructionRefused if they cannot be read
   */
  Reconstructor get(ModelKey key, Kind kind) {
    Held known = held.get(key);
    Reconstructor wanted = known == null ? load(key, kind) : known.reconstructor();
    held.put(key, new Held(wanted, System.nanoTime()));
    while (held.size() > most) {
      close(held.keySet().iterator().next());
    }
    return wanted;
  }

  private Reconstructor load(ModelKey key, Kind kind) {
    Artifact model =
        artifacts
            .find(key.modelId(), ArtifactKind.MODEL)
            .orElseThrow(() -> unfit(key, "it is not recorded"));
    try {
      return Reconstructor.load(
          engine,
          new ModelFiles(
              artifacts.open(model, key.weights().file()), artifacts.open(model, ModelFiles.SPEC)),
          key.weights(),
          kind);
    } catch (IOException e) {
      throw unfit(key, String.valueOf(e.getMessage()));
    }
  }

  private static ReconstructionRefused unfit(ModelKey key, String reason) {
    return new ReconstructionRefused(new ReconstructionRefusal.Unfit(key.modelId(), reason));
  }

  /** Lets go of those that nobody asked for in that time. */
  void closeIdle(Duration idle) {
    held.entrySet().stream()
        .filter(one -> System.nanoTime() - one.getValue().usedNanos() > idle.toNanos())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::close);
  }

  private void close(ModelKey key) {
    Held leaving = held.remove(key);
    if (leaving != null) {
      leaving.reconstructor().close();
    }
  }

  @Override
  public void close() {
    held.values().forEach(one -> one.reconstructor().close());
    held.clear();
  }
}
