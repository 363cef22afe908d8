package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.p2f.representation.encoding.work.Batch.Row;

class RowQueueTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Map<String, HandMade> encoders = new HashMap<>();
  private final RowQueue queue = new RowQueue(100, 20, 8);

  @Test
  void noBatchIsLargerThanItsModelIsFastWith() throws Exception {
    var few = new HandMade(4);
    queue.offer(few.task(9));
    assertThat(queue.take(AT_ONCE).orElseThrow().rows()).hasSize(4);
    assertThat(queue.take(AT_ONCE).orElseThrow().rows()).hasSize(4);
  }

  @Test
  void batchesArePowersOfTwoUpToTheLargest() throws Exception {
    queue.offer(task("a", 13));
    assertThat(List.of(size(), size(), size())).containsExactly(8, 4, 1);
    assertThat(queue.take(AT_ONCE)).isEmpty();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void everyTaskOfAModelHasItsShareOfABatch() throws Exception {
    EncodingTask large = task("a", 90);
    EncodingTask small = task("a", 2);
    queue.offer(large);
    queue.offer(small);
    Batch batch = queue.take(AT_ONCE).orElseThrow();
    assertThat(batch.byTask().get(large)).hasSize(6);
    assertThat(batch.byTask().get(small)).hasSize(2);
  }

  @Test
  void modelsTakeTurns() throws Exception {
    queue.offer(task("a", 20));
    queue.offer(task("b", 20));
    assertThat(List.of(model(), model(), model(), model())).containsExactly("a", "b", "a", "b");
  }

  @Test
  void everyRowIsHandedOutOnce() throws Exception {
    EncodingTask one = task("a", 11);
    EncodingTask other = task("a", 7);
    queue.offer(one);
    queue.offer(other);
    var rows = new ArrayList<Row>();
    for (var batch = queue.take(AT_ONCE); batch.isPresent(); batch = queue.take(AT_ONCE)) {
      rows.addAll(batch.get().rows());
    }
    var indices =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    Row::task, Collectors.mapping(Row::index, Collectors.toList())));
    assertThat(indices.get(one)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(indices.get(other)).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void itIsFullWhileAsManyTasksWaitAsMay() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(queue.isFull()).isFalse();
      queue.offer(task("a", 1));
    }
    assertThat(queue.isFull()).isTrue();
    size();
    assertThat(queue.isFull()).isFalse();
  }

  @Test
  void moreRowsThanMayWaitAreRefused() throws Exception {
    assertThat(queue.offer(task("a", 100))).isEqualTo(RowQueue.Offer.TAKEN);
    assertThat(queue.offer(task("a", 1))).isEqualTo(RowQueue.Offer.FULL);
    assertThat(size()).isEqualTo(8);
    assertThat(queue.offer(task("a", 8))).isEqualTo(RowQueue.Offer.TAKEN);
  }

  @Test
  void moreCallsThanMayWaitAreRefused() {
    for (int i = 0; i < 20; i++) {
      assertThat(queue.offer(task("a", 1))).isEqualTo(RowQueue.Offer.TAKEN);
    }
    assertThat(queue.offer(task("a", 1))).isEqualTo(RowQueue.Offer.FULL);
  }

  @Test
  void whoHadNoShareOfABatchComesBeforeThoseWhoHad() throws Exception {
    var large = new ArrayList<EncodingTask>();
    for (int i = 0; i < 8; i++) {
      large.add(task("a", 5));
      queue.offer(large.getLast());
    }
    EncodingTask small = task("a", 1);
    queue.offer(small);
    assertThat(queue.take(AT_ONCE).orElseThrow().byTask()).containsOnlyKeys(large);
    assertThat(queue.take(AT_ONCE).orElseThrow().byTask()).containsKey(small);
  }

  @Test
  void aTaskLargerThanTheQueueIsTakenWhenNothingWaits() {
    assertThat(queue.offer(task("a", 1000))).isEqualTo(RowQueue.Offer.TAKEN);
  }

  @Test
  void aRemovedTaskMakesRoom() throws Exception {
    EncodingTask gone = task("a", 100);
    queue.offer(gone);
    assertThat(size()).isEqualTo(8);
    queue.remove(gone);
    assertThat(queue.waiting()).isZero();
    assertThat(queue.take(AT_ONCE)).isEmpty();
  }

  @Test
  void aClosedQueueHandsOutWhatWaitsAndTakesNothing() throws Exception {
    queue.offer(task("a", 2));
    queue.close();
    assertThat(queue.offer(task("a", 1))).isEqualTo(RowQueue.Offer.CLOSED);
    assertThat(queue.isDone()).isFalse();
    assertThat(size()).isEqualTo(2);
    assertThat(queue.isDone()).isTrue();
  }

  private int size() throws InterruptedException {
    return queue.take(AT_ONCE).orElseThrow().rows().size();
  }

  private String model() throws InterruptedException {
    RowEncoder taken = queue.take(AT_ONCE).orElseThrow().encoder();
    return encoders.entrySet().stream()
        .filter(entry -> entry.getValue() == taken)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private EncodingTask task(String model, int rows) {
    return encoders.computeIfAbsent(model, name -> new HandMade()).task(rows);
  }
}
