package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.model.ServedModels;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in memory; those unused for longest leave first, once the calls they serve are done.
 * Models are loaded, verified and warmed on a thread of their own, so that nobody waits for
 * another's model.
 */
final class ModelPool implements ServedModels, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelPool.class);

  /** A model that is not fit to be served is not tried again for so long. */
  private static final Duration SPARED = Duration.ofSeconds(30);

  private final Loader loader;
  private final int most;
  private final long mostBytes;
  private final Semaphore waiting;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("model-loader").daemon().factory());
  private final Map<ModelKey, Entry> entries = new LinkedHashMap<>(16, .75f, true);
  private boolean closed;

  /** Makes a model ready to be served. */
  @FunctionalInterface
  interface Loader {
    /**
     * @throws EncodingRefused if the model is not fit to be served
     */
    ServedModel load(ModelKey key);
  }

  private record Entry(CompletableFuture<ServedModel> model, long sinceNanos) {

    Served told(ModelKey key) {
      return switch (model.state()) {
        case RUNNING -> told(key, State.LOADING, null, 0, null);
        case SUCCESS ->
            told(key, State.SERVING, model.join().precision(), model.join().bytes(), null);
        case FAILED, CANCELLED -> told(key, State.REFUSED, null, 0, reason());
      };
    }

    private static Served told(
        ModelKey key,
        State state,
        @Nullable Precision precision,
        long bytes,
        @Nullable String reason) {
      return new Served(key.modelId(), key.weights(), state, precision, bytes, reason);
    }

    private String reason() {
      return model.exceptionNow() instanceof EncodingRefused refused
              && refused.refusal() instanceof EncodingRefusal.Unfit unfit
          ? unfit.reason()
          : "it could not be loaded; the log says why";
    }

    boolean isUsable() {
      if (!model.isDone()) {
        return true;
      }
      if (model.isCompletedExceptionally()) {
        // Whatever else went wrong need not go wrong again.
        return model.exceptionNow() instanceof EncodingRefused
            && System.nanoTime() - sinceNanos < SPARED.toNanos();
      }
      return !model.join().isRetired();
    }
  }

  /**
   * @param most models kept
   * @param mostBytes that they may take together; the newest is kept however large it is
   * @param mostWaiting callers that may wait for models being loaded
   */
  ModelPool(Loader loader, int most, long mostBytes, int mostWaiting) {
    this.loader = loader;
    this.most = most;
    this.mostBytes = mostBytes;
    this.waiting = new Semaphore(mostWaiting);
  }

  /**
   * The model, held for the caller, who releases it; loaded first if need be.
   *
   * @throws EncodingRefused if it is not fit to be served, or is being loaded and too many wait
   * @throws TimeoutException if it is not loaded in time
   */
  ServedModel use(ModelKey key, Duration patience) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      ServedModel model = await(key, deadline);
      if (model.use()) {
        return model;
      } // it was freed just now; the next one is another
    }
  }

  /** Begins to load the model if it is not there. */
  CompletableFuture<ServedModel> load(ModelKey key) {
    return entry(key).model();
  }

  @Override
  public void load(String modelId, Weights weights) {
    var _ = load(new ModelKey(modelId, weights));
  }

  @Override
  public synchronized List<Served> list() {
    List<Served> all = new ArrayList<>();
    entries.forEach((key, entry) -> all.add(entry.told(key)));
    return all.reversed();
  }

  /** Lets go of models; calls that use them are answered first. */
  synchronized void drop(Set<String> modelIds) {
    Iterator<Map.Entry<ModelKey, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ModelKey, Entry> entry = all.next();
      if (modelIds.contains(entry.getKey().modelId())) {
        all.remove();
        log.info("Letting go of model {}, which was deleted", entry.getKey().modelId());
        var _ = entry.getValue().model().thenAccept(ServedModel::retire);
      }
    }
  }

  private ServedModel await(ModelKey key, long deadline)
      throws InterruptedException, TimeoutException {
    CompletableFuture<ServedModel> model = load(key);
    if (model.isDone()) {
      return get(model, deadline);
    }
    if (!waiting.tryAcquire()) {
      throw new EncodingRefused(new EncodingRefusal.Loading(key.modelId()));
    }
    try {
      return get(model, deadline);
    } finally {
      waiting.release();
    }
  }

  private static ServedModel get(CompletableFuture<ServedModel> model, long deadline)
      throws InterruptedException, TimeoutException {
    try {
      return model.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EncodingRefused refused) {
        throw refused;
      }
      throw new IllegalStateException("A model could not be loaded", e);
    }
  }

  private synchronized Entry entry(ModelKey key) {
    Entry entry = entries.get(key);
    if (entry != null && entry.isUsable()) {
      return entry;
    }
    if (closed) {
      throw new IllegalStateException("Models are no longer loaded");
    }
    var loading = CompletableFuture.supplyAsync(() -> loader.load(key), thread);
    var made = new Entry(loading, System.nanoTime());
    entries.put(key, made);
    var _ = loading.whenComplete((model, failure) -> loaded(key, failure));
    return made;
  }

  private void loaded(ModelKey key, @Nullable Throwable failure) {
    if (failure == null) {
      log.info("Serving model {} with {} weights", key.modelId(), key.weights());
      shrink(key);
    } else {
      log.warn("Model {} is not served", key.modelId(), failure);
    }
  }

  private synchronized void shrink(ModelKey newest) {
    List<Map.Entry<ModelKey, ServedModel>> loaded = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (entry.model().state() == Future.State.SUCCESS) {
            loaded.add(Map.entry(key, entry.model().join()));
          }
        });
    long bytes = loaded.stream().mapToLong(entry -> entry.getValue().bytes()).sum();
    int count = loaded.size();
    Iterator<Map.Entry<ModelKey, ServedModel>> oldest = loaded.iterator();
    while (oldest.hasNext() && (count > most || bytes > mostBytes)) {
      Map.Entry<ModelKey, ServedModel> leaving = oldest.next();
      if (leaving.getKey().equals(newest)) {
        continue;
      }
      count--;
      bytes -= leaving.getValue().bytes();
      entries.remove(leaving.getKey());
      log.info(
          "Letting go of model {} with {} weights",
          leaving.getKey().modelId(),
          leaving.getKey().weights());
      leaving.getValue().retire();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.shutdown();
    entries
        .values()
        .forEach(
            entry -> {
              var _ = entry.model().thenAccept(ServedModel::retire);
            });
    entries.clear();
  }
}
