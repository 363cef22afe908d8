package org.p2f.representation.encoding.work;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

/** The rows of one call, as far as others have computed them or are about to. */
final class ClaimedRows {
  private final Codes codes;
  private final Map<Integer, CompletableFuture<float[]>> own = new HashMap<>();
  private final Map<Integer, CompletableFuture<float[]>> others = new HashMap<>();

  /**
   * @param codes receives those that others compute
   */
  ClaimedRows(Codes codes) {
    this.codes = codes;
  }

  void claim(
      CodeCache cache,
      ModelCard model,
      Weights weights,
      Precision precision,
      List<Picture> pictures,
      Times times) {
    for (int i = 0; i < pictures.size(); i++) {
      String image = pictures.get(i).digest();
      for (int k = 0; k < times.size(); k++) {
        float time = times.values().get(k).floatValue();
        var key = new CodeCache.Key(image, time, model.digest(), weights, precision);
        var promise = new CompletableFuture<float[]>();
        int row = i * times.size() + k;
        CompletableFuture<float[]> there = cache.claim(key, promise);
        if (there == null) {
          own.put(row, promise);
        } else {
          others.put(row, there);
        }
      }
    }
  }

  /** Those the call is to compute. */
  int[] own() {
    return own.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** A row that is the call's own is computed; its code is where all are. */
  void keep(int row) {
    var promise = own.get(row);
    if (promise != null) {
      long from = (long) row * codes.size() * Float.BYTES;
      promise.complete(
          codes
              .values()
              .asSlice(from, (long) codes.size() * Float.BYTES)
              .toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  /** Whatever is not kept by now will not be. */
  void giveUp() {
    own.values().forEach(promise -> promise.cancel(false));
  }

  /**
   * Waits for what others compute.
   *
   * @return the rows that did not come, because those others failed
   */
  int[] await(long deadlineNanos) throws InterruptedException, TimeoutException {
    var missing = IntStream.builder();
    for (var entry : others.entrySet()) {
      try {
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        float[] code = entry.getValue().get(left, TimeUnit.NANOSECONDS);
        long to = (long) entry.getKey() * codes.size() * Float.BYTES;
        MemorySegment.copy(code, 0, codes.values(), ValueLayout.JAVA_FLOAT, to, code.length);
      } catch (ExecutionException | CancellationException e) {
        missing.add(entry.getKey());
      }
    }
    return missing.build().sorted().toArray();
  }
}
