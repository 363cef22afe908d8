package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps one worker at callers' rows. It ends when the service does, after what waits is done; a
 * worker in which the engine hangs is replaced.
 */
final class BatchLoop implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(BatchLoop.class);

  /** A batch may take that many times what a full one took at first: others may want the cores. */
  private static final int PATIENCE = 20;

  /** Workers in a row that hung without computing anything; then a restart is all that is left. */
  private static final int HOPELESS = 3;

  private final RowQueue queue;
  private final EncodingMeters meters;
  private final Throughput throughput;
  private final Duration stallLimit;
  private final Steps steps;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean started;
  private volatile boolean ready;
  private volatile long lastTickNanos = System.nanoTime();
  private final AtomicInteger hungInARow = new AtomicInteger();

  /** What comes before the first batch and after the last. */
  interface Steps {
    /** Computes something real, and makes ready what is to be served from the beginning. */
    void begin();

    void end();
  }

  /**
   * @param stallLimit a batch that takes longer means that the engine hangs
   */
  BatchLoop(
      RowQueue queue,
      EncodingMeters meters,
      Throughput throughput,
      Duration stallLimit,
      Steps steps) {
    this.queue = queue;
    this.meters = meters;
    this.throughput = throughput;
    this.stallLimit = stallLimit;
    this.steps = steps;
  }

  private void run() {
    try {
      steps.begin();
      ready = true;
      superviseWorkers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("The batch loop has ended", e);
    } finally {
      ready = false;
      queue.close();
      steps.end();
      ended.complete(null);
    }
  }

  private void superviseWorkers() throws InterruptedException {
    var glance = stallLimit.dividedBy(10);
    while (!queue.isDone()) {
      var worker = new EngineWorker(queue, meters, throughput);
      var thread = Thread.ofPlatform().name("engine").daemon().start(worker);
      while (!thread.join(glance) && !worker.hangs(stallLimit, PATIENCE)) {
        lastTickNanos = System.nanoTime();
        if (worker.hasComputed()) {
          hungInARow.set(0);
        }
      }
      if (thread.isAlive()) {
        log.error("The engine hangs; its worker is replaced");
        meters.replaced();
        hungInARow.incrementAndGet();
        worker.giveUp();
      }
    }
  }

  /** Whether the engine has computed something real, and rows are computed. */
  boolean isReady() {
    return ready;
  }

  /** Whether rows are computed, or will be again without a restart. */
  boolean isAlive() {
    var silence = Duration.ofNanos(System.nanoTime() - lastTickNanos);
    return isRunning()
        && hungInARow.get() < HOPELESS
        && (!ready || silence.compareTo(stallLimit.multipliedBy(2)) < 0);
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

  /**
   * Last to start and first to stop, but for the notice that callers get: they are refused while
   * the web still answers.
   */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 1;
  }
}
