package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.work.Batch.Row;

/** What becomes of callers' rows when an engine fails or hangs. */
class BatchLoopTest {
  private static final int POISON = 13;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RowQueue queue = new RowQueue(1000, 1000, 16);
  private final CountDownLatch wedge = new CountDownLatch(1);
  private final BatchLoop loop =
      new BatchLoop(
          queue,
          new EncodingMeters(registry, queue),
          new Throughput(),
          Duration.ofMillis(200),
          new BatchLoop.Steps() {
            @Override
            public void begin() {}

            @Override
            public void end() {}
          });

  @AfterEach
  void stop() {
    wedge.countDown();
    loop.stop();
  }

  @Test
  void whoeverSpoilsABatchIsFoundAndTheOthersAreAnswered() throws Exception {
    var sizes = new ArrayList<Integer>();
    var encoder =
        new HandMade(
            rows -> {
              sizes.add(rows.size());
              refusePoison(rows);
            });
    List<EncodingTask> tasks = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      tasks.add(encoder.task(1, i));
      queue.offer(tasks.getLast());
    }
    loop.start();
    for (int i = 0; i < 16; i++) {
      if (i == POISON) {
        assertThatThrownBy(() -> get(tasks.get(POISON)))
            .isInstanceOf(ExecutionException.class)
            .hasRootCauseMessage("poison");
      } else {
        assertThat(get(tasks.get(i)).values().get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(i);
      }
    }
    // Halves, not each row alone: 16, then 8 + (8 → 4 + (4 → 2 + 2 → 1 + 1)) in some order.
    assertThat(sizes).hasSize(9).startsWith(16);
  }

  private static void refusePoison(List<Row> rows) {
    float[] pixel = new float[1];
    for (Row row : rows) {
      row.task().picture(row.index()).copyTo(pixel);
      if (Math.round(255 * pixel[0]) == POISON) {
        throw new IllegalStateException("poison");
      }
    }
  }

  @Test
  void anEngineThatHangsIsReplacedAndTheNextCallIsAnswered() throws Exception {
    var hanging = new HandMade(rows -> waitForWedge());
    EncodingTask stuck = hanging.task(1);
    queue.offer(stuck);
    loop.start();
    assertThatThrownBy(() -> get(stuck)).cause().isInstanceOf(EncodingRefused.class);
    assertThat(hanging.isRetired()).isTrue();
    assertThat(registry.get("p2f.encoding.replacements").counter().count()).isEqualTo(1);
    EncodingTask next = new HandMade().task(3, 7);
    queue.offer(next);
    assertThat(get(next).value(2, 0, 0)).isEqualTo(7);
    Waiting.until("the loop is well again", loop::isAlive, alive -> alive);
  }

  @Test
  void anEngineThatHangsAgainAndAgainIsGivenUp() throws Exception {
    loop.start();
    Waiting.until("it is ready", loop::isReady, ready -> ready);
    for (int i = 0; i < 3; i++) {
      EncodingTask stuck = new HandMade(rows -> waitForWedge()).task(1);
      queue.offer(stuck);
      assertThatThrownBy(() -> get(stuck)).cause().isInstanceOf(EncodingRefused.class);
    }
    Waiting.until("the loop is not alive", loop::isAlive, alive -> !alive);
  }

  @Test
  void aLoopThatStopsComputesWhatWaits() throws Exception {
    var encoder = new HandMade();
    EncodingTask waiting = encoder.task(100, 3);
    queue.offer(waiting);
    loop.start();
    loop.stop();
    assertThat(get(waiting).value(99, 0, 0)).isEqualTo(3);
    assertThat(queue.offer(encoder.task(1))).isEqualTo(RowQueue.Offer.CLOSED);
  }

  private void waitForWedge() {
    try {
      wedge.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Codes get(EncodingTask task) throws Exception {
    return task.result().get(1, TimeUnit.MINUTES);
  }
}
