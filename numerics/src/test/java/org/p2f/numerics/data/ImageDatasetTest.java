package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.ImageSource;

class ImageDatasetTest {
  private static final int VALUES = 3 * 32 * 32;

  @TempDir Path folder;
  private byte[] train;
  private ImageDataset dataset;

  @BeforeEach
  void make() throws IOException {
    var made = new MadeFiles(folder);
    train = MadeFiles.cifar10(100, 10);
    Path target = folder.resolve("dataset.safetensors");
    DatasetImport.run(
        new DatasetSource(
            ImageSource.CIFAR10,
            List.of(
                made.file("data_batch_1.bin", train),
                made.file("test_batch.bin", MadeFiles.cifar10(20, 10)))),
        DatasetOptions.whole("noise"),
        target,
        ProgressListener.NONE);
    dataset = ImageDataset.open(target);
  }

  @AfterEach
  void close() {
    dataset.close();
  }

  private float[] gathered(int... indices) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate((long) indices.length * VALUES * Float.BYTES, 4);
      dataset.gather(indices, out);
      return out.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  void gatheredValuesAreBytesOverWhite() {
    float[] values = gathered(42, 7, 42);
    for (int i = 0; i < VALUES; i++) {
      assertThat(values[i]).isEqualTo(Byte.toUnsignedInt(train[42 * 3073 + 1 + i]) / 255f);
      assertThat(values[VALUES + i]).isEqualTo(Byte.toUnsignedInt(train[7 * 3073 + 1 + i]) / 255f);
      assertThat(values[2 * VALUES + i]).isEqualTo(values[i]);
    }
  }

  @Test
  void whatIsOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> gathered(0, 120)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> gathered(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    MemorySegment small = MemorySegment.ofArray(new float[VALUES - 1]);
    assertThatThrownBy(() -> dataset.gather(new int[] {0}, small))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dataset.label(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.label(120, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.pixels(120)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.split(120)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void pixelsAreReadOnly() {
    assertThat(dataset.pixels(0).isReadOnly()).isTrue();
  }

  @Test
  void pictureHasTheColoursOfTheImage() {
    int rgb = dataset.bufferedImage(42).getRGB(5, 3) & 0xffffff;
    int at = 42 * 3073 + 1 + 3 * 32 + 5;
    assertThat(rgb >> 16).isEqualTo(Byte.toUnsignedInt(train[at]));
    assertThat(rgb >> 8 & 0xff).isEqualTo(Byte.toUnsignedInt(train[at + 1024]));
    assertThat(rgb & 0xff).isEqualTo(Byte.toUnsignedInt(train[at + 2048]));
  }

  @Test
  void threadsReadSideBySide() throws Exception {
    List<Callable<float[]>> reads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int image = i % 100;
      reads.add(() -> gathered(image, 99 - image));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      int i = 0;
      for (Future<float[]> read : threads.invokeAll(reads)) {
        assertThat(read.get()).isEqualTo(gathered(i % 100, 99 - i % 100));
        i++;
      }
    }
  }

  @Test
  void filesThatAreNoDataSetAreRefused() throws IOException {
    var images = new TensorInfo("images", DataType.U8, 2, 1, 4, 4);
    var labels = new TensorInfo("labels", DataType.I32, 2, 1);
    var split = new TensorInfo("split", DataType.U8, 2);
    String description =
        "{\"name\":\"x\",\"source\":\"y\",\"factors\":[{\"name\":\"f\",\"classNames\":[\"a\"]}],"
            + "\"mean\":[0.5],\"std\":[0.5]}";
    assertRefused("it has no description", Map.of(), 0, 0, images, labels, split);
    assertRefused(
        "its description is malformed", Map.of("dataset", "{"), 0, 0, images, labels, split);
    var good = Map.of("dataset", description);
    assertRefused("it has no U8 images of 4 axes", good, 0, 0, labels, split);
    assertRefused("image 1 has f label 1", good, 1, 0, images, labels, split);
    assertRefused("image 1 is in no split", good, 0, 3, images, labels, split);
    assertRefused(
        "do not fit together", good, 0, 0, images, labels, new TensorInfo("split", DataType.U8, 3));
  }

  /** Zeros but for the last label and the last split. */
  private void assertRefused(
      String message, Map<String, String> metadata, int label, int split, TensorInfo... tensors)
      throws IOException {
    Path file = folder.resolve("other.safetensors");
    try (var writer = SafetensorsWriter.create(file, List.of(tensors), metadata)) {
      for (TensorInfo tensor : tensors) {
        byte[] bytes = new byte[(int) tensor.byteLength()];
        if (tensor.name().equals("labels")) {
          bytes[4] = (byte) label;
        }
        if (tensor.name().equals("split")) {
          bytes[1] = (byte) split;
        }
        writer.write(tensor.name(), MemorySegment.ofArray(bytes));
      }
    }
    assertThatThrownBy(() -> ImageDataset.open(file))
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining(message);
  }
}
