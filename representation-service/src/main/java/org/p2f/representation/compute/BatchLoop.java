package org.p2f.representation.compute;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.compute.Batch.Row;
import org.p2f.representation.domain.EncodingRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that runs callers' rows through models. It ends when the service does, after what
 * waits is done.
 */
@Component
class BatchLoop implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(BatchLoop.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final RowQueue queue;
  private final ModelLoader loader;
  private final EncodingProperties properties;
  private final EncodingMeters meters;
  private final Throughput throughput;
  private final Engine engine;
  private final Clock clock;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean started;
  private volatile boolean ready;
  private volatile Instant lastTick;

  BatchLoop(
      RowQueue queue,
      ModelLoader loader,
      EncodingProperties properties,
      EncodingMeters meters,
      Throughput throughput,
      Engine engine,
      Clock clock) {
    this.queue = queue;
    this.loader = loader;
    this.properties = properties;
    this.meters = meters;
    this.throughput = throughput;
    this.engine = engine;
    this.clock = clock;
    this.lastTick = clock.instant();
  }

  private void run() {
    try (var models =
        new LoadedModels(loader, Precisions.resolve(properties.precision(), engine), properties)) {
      EngineProbe.run(engine);
      ready = true;
      while (!queue.isDone()) {
        lastTick = clock.instant();
        queue.take(TICK).ifPresent(batch -> compute(batch, models));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("The batch loop has ended", e);
    } finally {
      ready = false;
      queue.close();
      ended.complete(null);
    }
  }

  private void compute(Batch batch, LoadedModels models) {
    long start = System.nanoTime();
    Set<EncodingTask> tasks = batch.rows().stream().map(Row::task).collect(Collectors.toSet());
    tasks.forEach(task -> meters.queued(Duration.ofNanos(start - task.submittedNanos())));
    try {
      models.get(batch.key()).encode(batch.rows());
      var took = Duration.ofNanos(System.nanoTime() - start);
      meters.computed(batch.rows().size(), took);
      throughput.add(batch.rows().size(), took);
      batch.byTask().forEach((task, rows) -> task.finish(rows.size()));
    } catch (EncodingRefused e) {
      tasks.forEach(task -> fail(task, e));
    } catch (RuntimeException | OutOfMemoryError e) {
      if (tasks.size() == 1) {
        tasks.forEach(task -> fail(task, e));
      } else {
        // Whoever spoilt the batch must not spoil it for the others.
        for (List<Row> alone : batch.byTask().values()) {
          compute(new Batch(batch.key(), alone), models);
        }
      }
    }
  }

  private void fail(EncodingTask task, Throwable cause) {
    queue.remove(task);
    task.result().completeExceptionally(cause);
  }

  /** Whether the engine has computed something real, and rows are computed. */
  boolean isReady() {
    return ready;
  }

  /** Since when the loop has not come round. */
  Duration silence() {
    return Duration.between(lastTick, clock.instant());
  }

  @Override
  public void start() {
    started = true;
    Thread.ofPlatform().name("batch-loop").daemon().start(this::run);
  }

  @Override
  public void stop() {
    stop(() -> {});
    ended.join();
  }

  @Override
  public void stop(Runnable callback) {
    queue.close();
    var _ = ended.thenRun(callback);
  }

  @Override
  public boolean isRunning() {
    return started && !ended.isDone();
  }

  /** Last to start and first to stop: callers are refused while the web still answers. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
