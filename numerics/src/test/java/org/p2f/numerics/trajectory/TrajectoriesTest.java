package org.p2f.numerics.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;

class TrajectoriesTest {

  private static final TrajectoriesHeader HEADER = header("m1");
  private static final int[][] TRAIN = {{0, 2}, {1, 1}, {0, 0}, {1, 2}, {0, 1}};
  private static final int[][] TEST = {{1, 0}, {0, 2}};

  @TempDir Path folder;

  private static TrajectoriesHeader header(String model) {
    return new TrajectoriesHeader(
        List.of(0.0, 0.5, 1.0),
        2,
        5,
        2,
        List.of(
            new Factor("side", List.of("left", "right")),
            new Factor("shape", List.of("disc", "ring", "star"))),
        Map.of("model", model));
  }

  private Path target() {
    return folder.resolve("trajectories.safetensors");
  }

  /** Rows whose values count up from their place in the split. */
  private static MemorySegment rows(int from, int count) {
    var values = new float[count * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = from * 6 + i;
    }
    return MemorySegment.ofArray(values);
  }

  @Test
  void shardsWrittenInAnyOrderReadBackAsOneFile() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    writer.write(TrajectorySplit.TRAIN, 3, rows(3, 2));
    writer.write(TrajectorySplit.TEST, 0, rows(0, 2));
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 3));
    writer.finish(TRAIN, TEST);
    try (var read = Trajectories.open(target())) {
      assertThat(read.header()).isEqualTo(HEADER);
      assertThat(read.codes(TrajectorySplit.TRAIN).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .isEqualTo(rows(0, 5).toArray(ValueLayout.JAVA_FLOAT));
      assertThat(read.codes(TrajectorySplit.TRAIN, 2, 1).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .containsExactly(12, 13, 14, 15, 16, 17);
      assertThat(read.labels(TrajectorySplit.TRAIN, 0)).containsExactly(0, 1, 0, 1, 0);
      assertThat(read.labels(TrajectorySplit.TRAIN, 1)).containsExactly(2, 1, 0, 2, 1);
      assertThat(read.labels(TrajectorySplit.TEST, 1)).containsExactly(0, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void codesThatAreNotFiniteAreRefused(float value) throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    var codes = rows(0, 2);
    codes.setAtIndex(ValueLayout.JAVA_FLOAT, 11, value);
    assertThatThrownBy(() -> writer.write(TrajectorySplit.TEST, 0, codes))
        .isInstanceOf(NotFinite.class)
        .hasMessageContaining("images 0 to 2 of TEST");
    assertThat(writer.missing(TrajectorySplit.TEST)).containsExactly(new RowRange(0, 2));
  }

  /** The largest float16 is 65,504. */
  @Test
  void codesThatFloat16CannotHoldAreRefusedAsSuch() throws Exception {
    var codes = rows(0, 2);
    codes.setAtIndex(ValueLayout.JAVA_FLOAT, 3, -65_504);
    TrajectoriesWriter.open(target(), HEADER, DataType.F16).write(TrajectorySplit.TEST, 0, codes);
    codes.setAtIndex(ValueLayout.JAVA_FLOAT, 3, -65_520);
    var other = folder.resolve("other.safetensors");
    var halves = TrajectoriesWriter.open(other, HEADER, DataType.F16);
    assertThatThrownBy(() -> halves.write(TrajectorySplit.TEST, 0, codes))
        .isInstanceOf(NotFinite.class)
        .hasMessageContaining("F16");
    TrajectoriesWriter.open(folder.resolve("floats.safetensors"), HEADER)
        .write(TrajectorySplit.TEST, 0, codes);
  }

  @Test
  void fileThatIsLostCanBeMadeAgainFromItsShards() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 5));
    writer.write(TrajectorySplit.TEST, 0, rows(0, 2));
    writer.finish(TRAIN, TEST);
    byte[] first = Files.readAllBytes(target());
    Files.delete(target());

    var again = TrajectoriesWriter.open(target(), HEADER);
    assertThat(again.missing(TrajectorySplit.TRAIN)).isEmpty();
    again.finish(TRAIN, TEST);

    assertThat(target()).hasBinaryContent(first);
  }

  @Test
  void codesOfHalfTheSizeAreRoundedOnceAndReadInAnyOrder() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER, DataType.F16);
    writer.write(TrajectorySplit.TRAIN, 2, rows(2, 3));
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 2));
    var fine = rows(0, 2);
    fine.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1.0004f); // between 1 and 1 + 2⁻¹⁰
    writer.write(TrajectorySplit.TEST, 0, fine);
    writer.finish(TRAIN, TEST);
    try (var file = SafetensorsFile.open(target())) {
      assertThat(file.tensor("train.z").dtype()).isEqualTo(DataType.F16);
    }
    try (var read = Trajectories.open(target())) {
      assertThat(read.codes(TrajectorySplit.TRAIN, 1, 2).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .isEqualTo(rows(1, 2).toArray(ValueLayout.JAVA_FLOAT));
      var some = MemorySegment.ofArray(new float[3 * 6]);
      read.gather(TrajectorySplit.TRAIN, new int[] {4, 0, 4}, some);
      assertThat(some.asSlice(0, 24).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .isEqualTo(rows(4, 1).toArray(ValueLayout.JAVA_FLOAT));
      assertThat(some.asSlice(24, 24).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .isEqualTo(rows(0, 1).toArray(ValueLayout.JAVA_FLOAT));
      assertThat(read.codes(TrajectorySplit.TEST).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED)[0])
          .isEqualTo(1);
    }
    assertThatThrownBy(() -> TrajectoriesWriter.open(target(), HEADER, DataType.U8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16"})
  void someTimesReadAsIfNothingElseHadBeenRecorded(DataType stored) throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER, stored);
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 5));
    writer.write(TrajectorySplit.TEST, 0, rows(0, 2));
    writer.finish(TRAIN, TEST);
    try (var read = Trajectories.open(target(), List.of(1.0, 0.0))) {
      assertThat(read.times()).containsExactly(0.0, 1.0);
      assertThat(read.codes(TrajectorySplit.TRAIN, 1, 2).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .containsExactly(6, 7, 10, 11, 12, 13, 16, 17);
      var some = MemorySegment.ofArray(new float[2 * 4]);
      read.gather(TrajectorySplit.TRAIN, new int[] {4, 0}, some);
      assertThat(some.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .containsExactly(24, 25, 28, 29, 0, 1, 4, 5);
      assertThat(read.labels(TrajectorySplit.TEST, 1)).containsExactly(0, 2);
    }
    assertThatThrownBy(() -> Trajectories.open(target(), List.of(0.5, 0.7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.7");
  }

  @Test
  void theFileHasTheDocumentedTensors() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 5));
    writer.write(TrajectorySplit.TEST, 0, rows(0, 2));
    writer.finish(TRAIN, TEST);
    try (var file = SafetensorsFile.open(target())) {
      assertThat(file.tensors().values().stream().map(Object::toString))
          .containsExactlyInAnyOrder(
              "times F64[3]",
              "train.z F32[5, 3, 2]",
              "test.z F32[2, 3, 2]",
              "train.labels I32[5, 2]",
              "test.labels I32[2, 2]");
      assertThat(file.metadata()).containsEntry("model", "m1").containsKey("factors");
    }
  }

  @Test
  void aSecondWriterGoesOnWhereTheFirstWasStopped() throws Exception {
    var stopped = TrajectoriesWriter.open(target(), HEADER);
    stopped.write(TrajectorySplit.TRAIN, 1, rows(1, 2));
    var halfWritten =
        folder.resolve("trajectories.safetensors.shards/train-3-5.safetensors.x.partial");
    Files.writeString(halfWritten, "cut off");

    var resumed = TrajectoriesWriter.open(target(), HEADER);
    assertThat(halfWritten).doesNotExist();
    assertThat(resumed.missing(TrajectorySplit.TRAIN))
        .containsExactly(new RowRange(0, 1), new RowRange(3, 5));
    assertThat(resumed.missing(TrajectorySplit.TEST)).containsExactly(new RowRange(0, 2));
    resumed.write(TrajectorySplit.TRAIN, 0, rows(0, 1));
    resumed.write(TrajectorySplit.TRAIN, 3, rows(3, 2));
    resumed.write(TrajectorySplit.TEST, 0, rows(0, 2));
    resumed.finish(TRAIN, TEST);
    try (var read = Trajectories.open(target())) {
      assertThat(read.codes(TrajectorySplit.TRAIN).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .isEqualTo(rows(0, 5).toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  @Test
  void oneOfSeveralWritersLeavesWhatOthersWriteAndFindsWhatTheyHaveWritten() throws Exception {
    var one = TrajectoriesWriter.join(target(), HEADER, DataType.F32);
    var halfWritten =
        folder.resolve("trajectories.safetensors.shards/train-3-5.safetensors.x.partial");
    Files.writeString(halfWritten, "another's");
    var other = TrajectoriesWriter.join(target(), HEADER, DataType.F32);
    assertThat(halfWritten).exists();
    other.write(TrajectorySplit.TRAIN, 0, rows(0, 5));
    assertThat(one.missing(TrajectorySplit.TRAIN)).containsExactly(new RowRange(0, 5));
    one.refresh();
    assertThat(halfWritten).exists();
    assertThat(one.missing(TrajectorySplit.TRAIN)).isEmpty();
    one.write(TrajectorySplit.TEST, 0, rows(0, 2));
    one.finish(TRAIN, TEST);
    try (var read = Trajectories.open(target())) {
      assertThat(read.codes(TrajectorySplit.TRAIN).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .isEqualTo(rows(0, 5).toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  @Test
  void shardsOfOtherTrajectoriesAreRefused() throws Exception {
    TrajectoriesWriter.open(target(), HEADER).write(TrajectorySplit.TRAIN, 0, rows(0, 2));
    assertThatThrownBy(() -> TrajectoriesWriter.open(target(), header("m2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("belongs to other trajectories");
  }

  @Test
  void oneOfOtherTrajectoriesAmongThemIsRefusedAtTheEnd() throws Exception {
    var first = TrajectoriesWriter.open(target(), HEADER);
    first.write(TrajectorySplit.TRAIN, 0, rows(0, 2));
    first.write(TrajectorySplit.TEST, 0, rows(0, 2));
    var writer = TrajectoriesWriter.join(target(), HEADER, DataType.F32);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("t.safetensors");
    TrajectoriesWriter.open(elsewhere, header("m2")).write(TrajectorySplit.TRAIN, 2, rows(2, 3));
    String stray = "train-2-5.safetensors";
    Files.copy(
        folder.resolve("elsewhere/t.safetensors.shards").resolve(stray),
        folder.resolve("trajectories.safetensors.shards").resolve(stray));
    writer.refresh();
    assertThatThrownBy(() -> writer.finish(TRAIN, TEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Shard train-2-5.safetensors belongs to other trajectories");
    assertThat(target()).doesNotExist();
  }

  @Test
  void rowsThatDoNotFitAreRefused() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    writer.write(TrajectorySplit.TRAIN, 1, rows(1, 2));
    for (int row : new int[] {0, 2, 4}) {
      assertThatThrownBy(() -> writer.write(TrajectorySplit.TRAIN, row, rows(row, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("written before or lie outside");
    }
    assertThatThrownBy(
            () -> writer.write(TrajectorySplit.TEST, 0, MemorySegment.ofArray(new float[7])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A row has 24 bytes");
  }

  @Test
  void aFileThatMissesRowsIsNotFinished() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 5));
    assertThatThrownBy(() -> writer.finish(TRAIN, TEST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TEST misses");
    assertThat(target()).doesNotExist();
  }

  @Test
  void labelsOutsideTheirFactorsClassesAreRefusedOnReading() throws Exception {
    var writer = TrajectoriesWriter.open(target(), HEADER);
    writer.write(TrajectorySplit.TRAIN, 0, rows(0, 5));
    writer.write(TrajectorySplit.TEST, 0, rows(0, 2));
    writer.finish(TRAIN, new int[][] {{1, 0}, {0, 3}});
    assertThatThrownBy(() -> Trajectories.open(target()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'shape' has 3 classes, but test.labels has the label 3");
  }
}
