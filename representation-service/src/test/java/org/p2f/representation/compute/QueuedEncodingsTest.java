package org.p2f.representation.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.domain.EncodingRefusal;
import org.p2f.representation.domain.EncodingRefusal.Draining;
import org.p2f.representation.domain.EncodingRefusal.QueueFull;
import org.p2f.representation.domain.EncodingRefusal.TooLate;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.ImageShape;
import org.p2f.representation.domain.ModelCard;
import org.p2f.representation.domain.Picture;
import org.p2f.representation.domain.Precision;
import org.p2f.representation.domain.Times;
import org.p2f.representation.domain.WeightSet;
import org.springframework.util.unit.DataSize;

/** What callers meet while nobody computes. */
class QueuedEncodingsTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);
  private static final ModelCard MODEL =
      new ModelCard("m", "digest", SHAPE, 1, List.of(0.), List.of(1.));

  private final RowQueue queue = new RowQueue(10, 8);
  private final Throughput throughput = new Throughput();

  @Test
  void aCallerWaitsNoLongerThanTheDeadlineAndItsRowsAreForgotten() {
    assertRefused(
        () -> encodings(Duration.ofMillis(20)).encode(MODEL, WeightSet.RAW, pictures(), times(5)),
        new TooLate(Duration.ofMillis(20)));
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aFullQueueRefusesAndTellsWhenToComeBack() {
    throughput.add(10, Duration.ofSeconds(4));
    queue.offer(new EncodingTask(MODEL, WeightSet.RAW, pictures(), times(10), 0));
    assertRefused(
        () -> encodings(Duration.ofMinutes(1)).encode(MODEL, WeightSet.RAW, pictures(), times(1)),
        new QueueFull(10, Duration.ofSeconds(4)));
  }

  @Test
  void aQueueThatIsClosedRefuses() {
    queue.close();
    assertRefused(
        () -> encodings(Duration.ofMinutes(1)).encode(MODEL, WeightSet.RAW, pictures(), times(1)),
        new Draining());
  }

  private static void assertRefused(ThrowingCallable call, EncodingRefusal expected) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(EncodingRefused.class))
        .extracting(EncodingRefused::refusal)
        .isEqualTo(expected);
  }

  private QueuedEncodings encodings(Duration deadline) {
    var properties =
        new EncodingProperties(
            Precision.FLOAT32, 10, 8, deadline, 1, DataSize.ofMegabytes(1), Duration.ofMinutes(1));
    return new QueuedEncodings(queue, properties, throughput, Engine.start(Engine.Target.CPU, 2));
  }

  private static List<Picture> pictures() {
    return List.of(new Picture(SHAPE, new byte[1]));
  }

  private static Times times(int count) {
    return new Times(Collections.nCopies(count, .5));
  }
}
