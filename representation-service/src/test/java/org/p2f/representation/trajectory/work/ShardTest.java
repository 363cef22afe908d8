package org.p2f.representation.trajectory.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.trajectory.RowRange;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.spec.data.TrajectorySplit;

class ShardTest {
  private static TrajectoriesHeader header(int train, int test) {
    return new TrajectoriesHeader(List.of(0.5), 1, train, test, List.of(), Map.of());
  }

  @Test
  void holds128ImagesOfOneSplitOrWhatIsLeft() {
    assertThat(Shard.of(header(300, 60)))
        .containsExactly(
            new Shard(TrajectorySplit.TRAIN, new RowRange(0, 128)),
            new Shard(TrajectorySplit.TRAIN, new RowRange(128, 256)),
            new Shard(TrajectorySplit.TRAIN, new RowRange(256, 300)),
            new Shard(TrajectorySplit.TEST, new RowRange(0, 60)));
    assertThat(Shard.of(header(128, 0)))
        .containsExactly(new Shard(TrajectorySplit.TRAIN, new RowRange(0, 128)));
  }

  /** 300 and 60 images are 3 + 1 shards, 1,000 and 257 are 8 + 3. */
  @ParameterizedTest
  @CsvSource({
    "300, 60, 1, 4",
    "300, 60, 128, 4",
    "300, 60, 129, 2",
    "300, 60, 400, 1",
    "1000, 257, 256, 6",
    "1000, 257, 2147483647, 1"
  })
  void everyShardIsOfExactlyOneIndex(int train, int test, int images, int indexes) {
    var header = header(train, test);
    assertThat(Shard.indexes(header, images)).isEqualTo(indexes);
    Stream<Shard> all =
        IntStream.range(0, indexes)
            .boxed()
            .flatMap(index -> Shard.ofIndex(header, index, images).stream());
    assertThat(all).containsExactlyElementsOf(Shard.of(header));
    assertThatThrownBy(() -> Shard.ofIndex(header, indexes, images))
        .hasMessage("There is no index %d of %d".formatted(indexes, indexes));
  }
}
