package org.p2f.representation.reconstruction.work;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.solver.Reconstructor;
import org.p2f.numerics.solver.Reconstructor.Kind;
import org.p2f.numerics.solver.Reconstructor.Made;
import org.p2f.numerics.solver.Reconstructor.Row;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.representation.encoding.work.ModelKey;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.reconstruction.Maker;
import org.p2f.representation.reconstruction.Reconstruction;
import org.p2f.representation.reconstruction.ReconstructionRefusal;
import org.p2f.representation.reconstruction.ReconstructionRefused;
import org.p2f.representation.reconstruction.Reconstructions;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Makes images on a thread of its own, one call after the other. */
@Component
final class QueuedReconstructions implements Reconstructions, AutoCloseable {
  private static final int KNOWN = 256;
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Artifacts artifacts;
  private final ReconstructionProperties properties;
  private final Reconstructors reconstructors;
  private final Timer computing;
  private final Cache<ModelKey, Optional<Maker>> makers =
      Caffeine.newBuilder().maximumSize(KNOWN).build();
  private final ThreadPoolExecutor thread;

  QueuedReconstructions(
      Artifacts artifacts,
      Engine engine,
      ReconstructionProperties properties,
      MeterRegistry meters) {
    this.artifacts = artifacts;
    this.properties = properties;
    this.reconstructors = new Reconstructors(artifacts, engine, properties.models());
    this.computing =
        Timer.builder("p2f.reconstruction.compute")
            .description("Making one batch of images")
            .register(meters);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(properties.queueCalls()),
            Thread.ofPlatform().name("reconstruction").daemon().factory());
  }

  @Override
  public Optional<Maker> makerOf(ModelCard model, Weights weights) {
    return makers.get(new ModelKey(model.id(), weights), this::read);
  }

  private Optional<Maker> read(ModelKey key) {
    Artifact model = artifacts.find(key.modelId(), ArtifactKind.MODEL).orElseThrow();
    try (var file = SafetensorsFile.open(artifacts.open(model, key.weights().file()))) {
      return Reconstructor.kindOf(
              ModelSpec.read(artifacts.open(model, ModelFiles.SPEC)), file.tensors().keySet())
          .map(kind -> Maker.valueOf(kind.name()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what %s holds".formatted(model.id()), e);
    }
  }

  @Override
  public List<List<Reconstruction>> reconstruct(Order order) {
    Future<List<List<Reconstruction>>> made;
    try {
      made = thread.submit(() -> compute(order));
    } catch (RejectedExecutionException e) {
      throw new ReconstructionRefused(
          thread.isShutdown() ? new ReconstructionRefusal.Draining() : full());
    }
    try {
      return made.get(properties.deadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      made.cancel(true);
      throw new ReconstructionRefused(new ReconstructionRefusal.TooLate(properties.deadline()));
    } catch (InterruptedException e) {
      made.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for images", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ReconstructionRefused refused) {
        throw refused;
      }
      throw new IllegalStateException("Reconstructing failed", e);
    }
  }

  private ReconstructionRefusal full() {
    return new ReconstructionRefusal.QueueFull(thread.getQueue().size(), SOON);
  }

  private List<List<Reconstruction>> compute(Order order) {
    var call = new ReconstructionCall(order);
    Reconstructor by =
        reconstructors.get(
            new ModelKey(order.model().id(), order.weights()), Kind.valueOf(order.maker().name()));
    List<Row> rows = call.rows();
    List<Made> made = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += properties.batchRows()) {
      if (Thread.interrupted()) {
        throw new CancellationException("Nobody waits any more");
      }
      List<Row> batch = rows.subList(from, Math.min(rows.size(), from + properties.batchRows()));
      made.addAll(computing.record(() -> by.reconstruct(batch)));
    }
    return call.of(made);
  }

  /** Lets go of networks that nobody asks for. */
  void closeIdle() {
    if (!thread.isShutdown() && thread.getQueue().isEmpty()) {
      thread.execute(() -> reconstructors.closeIdle(properties.idle()));
    }
  }

  /** Calls that were taken in are finished first. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(properties.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
        reconstructors.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
