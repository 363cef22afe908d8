package org.p2f.numerics.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.numerics.test.SharedFiles;

class SafetensorsTest {
  private static final TensorInfo BYTES = new TensorInfo("bytes", DataType.U8, 3);
  private static final TensorInfo FLOATS = new TensorInfo("floats", DataType.F32, 2, 2);

  @TempDir Path folder;

  @Test
  void whatIsWrittenInPiecesAndOutOfOrderIsReadBack() throws IOException {
    Path file = folder.resolve("pieces.safetensors");
    try (var writer =
        SafetensorsWriter.create(file, List.of(BYTES, FLOATS), Map.of("made", "by \"a test\" é"))) {
      writer.write("floats", 8, floats(3, 4));
      writer.write("bytes", MemorySegment.ofArray(new byte[] {7, 8, 9}));
      writer.write("floats", 0, floats(1, 2));
    }
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.metadata()).isEqualTo(Map.of("made", "by \"a test\" é"));
      assertThat(read.tensors()).isEqualTo(Map.of("bytes", BYTES, "floats", FLOATS));
      assertThat(read.data("floats").toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 2, 3, 4);
      assertThat(read.data("bytes").toArray(ValueLayout.JAVA_BYTE)).containsExactly(7, 8, 9);
    }
  }

  @Test
  void everyElementIsAlignedWhateverTheOrderOfDeclaration() throws IOException {
    Path file = folder.resolve("aligned.safetensors");
    var doubles = new TensorInfo("doubles", DataType.F64, 1);
    try (var writer = SafetensorsWriter.create(file, List.of(BYTES, FLOATS, doubles), Map.of())) {
      writer.write("bytes", MemorySegment.ofArray(new byte[3]));
      writer.write("floats", floats(0, 0, 0, 0));
      writer.write("doubles", MemorySegment.ofArray(new double[] {.5}));
    }
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.data("doubles").address() % 8).isZero();
      assertThat(read.data("floats").address() % 4).isZero();
      assertThat(read.data("doubles").get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(.5);
    }
  }

  @Test
  void theOrderOfMetadataDoesNotReachTheFile() throws IOException {
    var files = List.of(folder.resolve("one.safetensors"), folder.resolve("other.safetensors"));
    var orders = List.of(List.of("format", "weights"), List.of("weights", "format"));
    for (int i = 0; i < files.size(); i++) {
      Map<String, String> metadata = new LinkedHashMap<>();
      orders.get(i).forEach(key -> metadata.put(key, "value of " + key));
      try (var writer = SafetensorsWriter.create(files.get(i), List.of(BYTES), metadata)) {
        writer.write("bytes", MemorySegment.ofArray(new byte[] {7, 8, 9}));
      }
    }
    assertThat(files.getLast()).hasSameBinaryContentAs(files.getFirst());
  }

  @Test
  void tensorsAreReadOnly() throws IOException {
    Path file = write(json("{}"), 0);
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.tensors()).isEmpty();
      assertThatThrownBy(() -> read.data("x"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("file.safetensors has no tensor 'x'");
    }
    Path one = write(json("{'x':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}}"), 1);
    try (var read = SafetensorsFile.open(one)) {
      assertThat(read.data("x").isReadOnly()).isTrue();
    }
  }

  @Test
  void scalarsAndEmptyTensorsAreTensors() throws IOException {
    Path file = folder.resolve("small.safetensors");
    var scalar = new TensorInfo("scalar", DataType.F64);
    var empty = new TensorInfo("empty", DataType.I64, 0, 5);
    try (var writer = SafetensorsWriter.create(file, List.of(empty, scalar), Map.of())) {
      writer.write("scalar", MemorySegment.ofArray(new double[] {2}));
    }
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.data("scalar").get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(2);
      assertThat(read.data("empty").byteSize()).isZero();
      assertThat(read.tensor("empty").shape()).containsExactly(0, 5);
    }
  }

  @Test
  void incompleteFileNeverAppears() throws IOException {
    Path file = folder.resolve("half.safetensors");
    var writer = SafetensorsWriter.create(file, List.of(FLOATS), Map.of());
    writer.write("floats", 4, floats(1, 2, 3));
    assertThatThrownBy(writer::close)
        .isInstanceOf(IncompleteTensors.class)
        .hasMessageContaining("half.safetensors")
        .hasMessageContaining("floats F32[2, 2]");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void completeFileReplacesAnOlderOneThatReadersKeep() throws IOException {
    Path file = folder.resolve("file.safetensors");
    writeFloats(file, 1);
    try (var old = SafetensorsFile.open(file)) {
      writeFloats(file, 2);
      assertThat(old.data("floats").get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(1);
    }
    try (var fresh = SafetensorsFile.open(file)) {
      assertThat(fresh.data("floats").get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(2);
    }
    assertThat(folder.toFile().list()).containsExactly("file.safetensors");
  }

  private static void writeFloats(Path file, float value) throws IOException {
    try (var writer =
        SafetensorsWriter.create(file, List.of(FLOATS), Map.of(), Durability.SYNCED)) {
      writer.write("floats", floats(value, value, value, value));
    }
  }

  @Test
  void pieceOutsideItsTensorOrWrittenTwiceIsRefused() throws IOException {
    Path file = folder.resolve("file.safetensors");
    try (var writer = SafetensorsWriter.create(file, List.of(FLOATS), Map.of())) {
      assertThatThrownBy(() -> writer.write("floats", 12, floats(1, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("outside floats");
      assertThatThrownBy(() -> writer.write("floats", -4, floats(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.write("other", floats(1)))
          .isInstanceOf(NoSuchElementException.class);
      writer.write("floats", 4, floats(1, 2));
      for (long overlap : new long[] {0, 4, 8}) {
        assertThatThrownBy(() -> writer.write("floats", overlap, floats(5, 6)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("written in part before");
      }
      writer.write("floats", 12, floats(3));
      writer.write("floats", 0, floats(0));
    }
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.data("floats").toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void twoTensorsOfOneNameAndTheMetadataNameAreRefused() {
    Path file = folder.resolve("file.safetensors");
    assertThatThrownBy(() -> SafetensorsWriter.create(file, List.of(BYTES, BYTES), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bytes'");
    var reserved = new TensorInfo("__metadata__", DataType.U8, 1);
    assertThatThrownBy(() -> SafetensorsWriter.create(file, List.of(reserved), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tensorLargerThanTwoGibibytesIsMappedWhole() throws IOException {
    long size = 3L << 30;
    Path file = folder.resolve("large.safetensors");
    byte[] json =
        json("{'x':{'dtype':'U8','shape':[%d],'data_offsets':[0,%d]}}".formatted(size, size));
    Files.write(file, header(json.length, json));
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(8 + json.length + size);
      sparse.seek(8 + json.length + size - 1);
      sparse.write(42);
    }
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.data("x").byteSize()).isEqualTo(size);
      assertThat(read.data("x").get(ValueLayout.JAVA_BYTE, size - 1)).isEqualTo((byte) 42);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | at byte 0: the header claims 0 bytes",
        "18 | at byte 0: the header claims 18 bytes, but the file has only 17",
        "100000001 | at byte 0: the header claims 100000001 bytes; 2 to 100000000 can be",
        "-1 | at byte 0: the header claims 18446744073709551615 bytes"
      })
  void headerLengthOutOfBoundsIsRefused(long length, String message) throws IOException {
    Path file = folder.resolve("file.safetensors");
    Files.write(file, header(length, new byte[17]));
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(InvalidSafetensors.class)
        .hasMessageContaining("file.safetensors: " + message);
  }

  @Test
  void fileShorterThanTheHeadersLengthIsRefused() throws IOException {
    Path file = folder.resolve("file.safetensors");
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(InvalidSafetensors.class)
        .hasMessage(
            "file.safetensors: at byte 5: "
                + "the file ends before the 8 bytes of the header's length");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]} | the header is not JSON",
        "[1,2] | at byte 8: expected an object",
        "{'x':1} | at byte 13: expected an object for 'x'",
        "{} {} | at byte 11: more JSON follows",
        "{'x':{'dtype':'U9','shape':[4],'data_offsets':[0,4]}} | unknown dtype 'U9'",
        "{'x':{'dtype':'U8','shape':[4]}} | lacks dtype, shape or data_offsets",
        "{'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4],'y':1}} | unknown key 'y'",
        "{'x':{'dtype':'U8','shape':[-4],'data_offsets':[0,4]}} | the shape of 'x' holds -4",
        "{'x':{'dtype':'U8','shape':[4.0],'data_offsets':[0,4]}} | expected whole numbers",
        "{'x':{'dtype':'U8','shape':[99999999999999999999],'data_offsets':[0,4]}} | holds 99999999",
        "{'x':{'dtype':'U8','shape':[4],'data_offsets':[4,0]}} | instead of [begin, end]",
        "{'x':{'dtype':'U8','shape':[4],'data_offsets':[4]}} | instead of [begin, end]",
        "{'x':{'dtype':'F32','shape':[4],'data_offsets':[0,4]}} | needs 16 bytes, its data_offsets"
            + " span 4",
        "{'x':{'dtype':'F32','shape':[3037000500,3037000500],'data_offsets':[0,4]}} | larger than"
            + " 2^63",
        "{'x':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}} | take 3 bytes, the file has 4",
        "{'x':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}} | take 5 bytes, the file has 4",
        "{'x':{'dtype':'U8','shape':[3],'data_offsets':[1,4]}} | with a gap after",
        "{'x':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},"
            + "'y':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | 'y' begins at data byte 2,"
            + " inside",
        "{'x':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},"
            + "'x':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | Duplicate",
        "{'__metadata__':{'a':1},'x':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | a string as"
            + " metadata 'a'",
        "{'__metadata__':3} | an object as __metadata__"
      })
  void malformedHeaderIsRefusedWithItsCause(String header, String cause) throws IOException {
    Path file = write(json(header), 4);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(InvalidSafetensors.class)
        .hasMessageStartingWith("file.safetensors: at byte ")
        .hasMessageContaining(cause);
  }

  @Test
  void sizesThatOverflowAreNoTensor() {
    assertThatThrownBy(() -> new TensorInfo("x", DataType.F64, 1L << 31, 1L << 29, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2^63");
    // 2^64 elements wrap around to none at all
    assertThatThrownBy(() -> new TensorInfo("x", DataType.U8, 1L << 32, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2^63");
    assertThatThrownBy(() -> new TensorInfo("x", DataType.F64, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ReferenceCheck
  @Test
  void filesOfTheReferenceImplementationAreRead() throws IOException {
    var file = SharedFiles.golden("encoder-wrn10-quarter-gaussian.safetensors");
    try (var read = SafetensorsFile.open(file)) {
      assertThat(read.metadata()).isNotEmpty();
      assertThat(read.tensors()).containsKey("x");
      assertThat(read.tensor("x").shape()).hasSize(4);
      assertThat(read.data("x").byteSize()).isEqualTo(read.tensor("x").elements() * Float.BYTES);
    }
  }

  private static MemorySegment floats(float... values) {
    return MemorySegment.ofArray(values);
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private Path write(byte[] json, int dataBytes) throws IOException {
    Path file = folder.resolve("file.safetensors");
    var out = new ByteArrayOutputStream();
    out.write(header(json.length, json));
    out.write(new byte[dataBytes]);
    return Files.write(file, out.toByteArray());
  }

  private static byte[] header(long length, byte[] rest) {
    return ByteBuffer.allocate(8 + rest.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(rest)
        .array();
  }
}
