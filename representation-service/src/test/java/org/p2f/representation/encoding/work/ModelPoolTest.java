package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2f.catalog.test.Waiting;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefusal.Loading;
import org.p2f.representation.encoding.EncodingRefusal.Unfit;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.spec.network.Weights;

/** Who waits for a model, and who does not. */
@Timeout(60)
class ModelPoolTest {
  private static final int MOST_WAITING = 3;
  private static final ModelKey KEY = new ModelKey("m", Weights.RAW);

  @Test
  void noMoreThanThatManyWaitForAModel() throws Exception {
    var loaded = new CountDownLatch(1);
    try (var pool =
        new ModelPool(
            key -> {
              awaitQuietly(loaded);
              throw new EncodingRefused(new Unfit(key.modelId(), "of its codes"));
            },
            1,
            1,
            MOST_WAITING)) {
      List<FutureTask<EncodingRefusal>> waiting = new ArrayList<>();
      for (int i = 0; i < MOST_WAITING; i++) {
        var task = new FutureTask<>(() -> refusalOfUse(pool));
        waiting.add(task);
        var thread = Thread.ofPlatform().start(task);
        Waiting.until("it waits", thread::getState, Thread.State.TIMED_WAITING::equals);
      }
      assertThat(refusalOfUse(pool)).isEqualTo(new Loading("m"));
      loaded.countDown();
      for (var task : waiting) {
        assertThat(task.get()).isEqualTo(new Unfit("m", "of its codes"));
      }
      assertThat(refusalOfUse(pool)).isEqualTo(new Unfit("m", "of its codes"));
    }
  }

  private static EncodingRefusal refusalOfUse(ModelPool pool) {
    var refusal = new ArrayList<EncodingRefusal>();
    assertThatThrownBy(() -> pool.use(KEY, Duration.ofMinutes(1)))
        .asInstanceOf(InstanceOfAssertFactories.type(EncodingRefused.class))
        .satisfies(refused -> refusal.add(refused.refusal()));
    return refusal.getFirst();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
