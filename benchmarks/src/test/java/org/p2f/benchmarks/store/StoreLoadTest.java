package org.p2f.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLoadTest {
  private static final int BYTES = 200_000;
  @TempDir Path directory;
  private OpenedStore opened;

  @BeforeEach
  void open() {
    opened = OpenedStore.inFiles(directory);
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private List<Long> sizes() {
    List<Long> sizes = new ArrayList<>();
    opened.store().forEach(object -> sizes.add(object.bytes()));
    return sizes;
  }

  @Test
  void objectsArePutReadListedAndErased() throws Exception {
    var load = new StoreLoad(opened.store());
    load.put(BYTES, new Random(1));
    load.put(BYTES, new Random(2));
    assertThat(sizes()).containsExactly((long) BYTES, (long) BYTES);
    assertThat(load.read(1, BYTES)).isPositive();
    assertThat(load.range(1, BYTES)).isPositive();
    assertThat(load.list()).isPositive();
    load.discard(0);
    load.erase(0);
    assertThat(sizes()).containsExactly((long) BYTES);
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> load.read(0, BYTES));
    assertThatIllegalStateException().isThrownBy(() -> load.erase(0));
  }

  @Test
  void anotherProcessReadsWhatThisOneHasPut() throws Exception {
    var load = new StoreLoad(opened.store());
    load.put(BYTES, new Random(1));
    try (var other = OpenedStore.inFiles(directory)) {
      assertThat(load.by(other.store()).read(0, BYTES)).isPositive();
    }
  }

  @Test
  void readsOfOtherLengthsAndListsThatMissObjectsAreNoFigures() throws Exception {
    var load = new StoreLoad(opened.store());
    load.put(BYTES, new Random(1));
    assertThatIllegalStateException().isThrownBy(() -> load.read(0, BYTES + 1));
    assertThatIllegalStateException().isThrownBy(() -> load.range(0, 2 * BYTES + StoreLoad.RANGE));
    load.discard(0);
    assertThatIllegalStateException().isThrownBy(load::list);
  }

  @Test
  void figureOfAnOperationIsItsMedian() {
    var times = new Times();
    List.of(5., 1., 3.).forEach(took -> times.add("odd", took));
    List.of(4., 1., 3., 100.).forEach(took -> times.add("even", took));
    assertThat(times.median("odd")).isEqualTo(3);
    assertThat(times.median("even")).isEqualTo(3.5);
    assertThat(times.operations()).containsExactly("odd", "even");
  }
}
