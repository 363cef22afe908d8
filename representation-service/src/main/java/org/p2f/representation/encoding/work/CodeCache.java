package org.p2f.representation.encoding.work;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/**
 * Codes that were computed lately, and those being computed: a code is a pure function of its key,
 * so whoever asks again gets the same, and who asks at the same time waits for the one computation.
 */
@Component
final class CodeCache {
  /** Of an entry besides its code, about: key, digest, future, map entry. */
  private static final int OVERHEAD_BYTES = 320;

  private final boolean enabled;
  private final AsyncCache<Key, float[]> codes;
  private final Counter hits;
  private final Counter joined;
  private final Counter misses;

  /**
   * What a code depends on.
   *
   * @param image digest of its pixels
   * @param time as the encoder takes it
   * @param model digest of the model
   */
  record Key(String image, float time, String model, Weights weights, Precision precision) {}

  CodeCache(EncodingProperties properties, MeterRegistry meters) {
    this.enabled = properties.cache().toBytes() > 0;
    this.codes =
        Caffeine.newBuilder()
            .maximumWeight(properties.cache().toBytes())
            .<Key, float[]>weigher((key, code) -> OVERHEAD_BYTES + code.length * Float.BYTES)
            .buildAsync();
    this.hits = counter(meters, "hit");
    this.joined = counter(meters, "joined");
    this.misses = counter(meters, "miss");
    Gauge.builder("p2f.encoding.cache.codes", () -> codes.synchronous().estimatedSize())
        .description("Codes kept")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String result) {
    return Counter.builder("p2f.encoding.cache")
        .description("Rows asked for: kept already, joined to one being computed, or computed")
        .tag("result", result)
        .register(meters);
  }

  /** False if nothing is kept; then nobody is to ask. */
  boolean isEnabled() {
    return enabled;
  }

  /**
   * Forgets the codes of models.
   *
   * @param digests of the models
   */
  void forget(Set<String> digests) {
    codes.asMap().keySet().removeIf(key -> digests.contains(key.model()));
  }

  /**
   * The code, or the promise of it.
   *
   * @param own kept if nobody has promised the code yet; then it is for the caller to keep, one way
   *     or the other. A promise that fails is forgotten
   * @return the other's promise; null if the caller's own now stands
   */
  @Nullable CompletableFuture<float[]> claim(Key key, CompletableFuture<float[]> own) {
    CompletableFuture<float[]> there = codes.asMap().putIfAbsent(key, own);
    if (there == null) {
      misses.increment();
    } else if (there.isDone()) {
      hits.increment();
    } else {
      joined.increment();
    }
    return there;
  }
}
