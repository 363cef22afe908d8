package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.spec.data.ImageSource;

class SmallHeapTest {
  @TempDir Path folder;

  /** As many images as CIFAR-10 has. */
  @Test
  void sixtyThousandImagesAreImportedInAHeapOf48Mebibytes() throws Exception {
    byte[] thousand = MadeFiles.cifar10(1000, 10);
    write(folder.resolve("train.bin"), thousand, 50);
    write(folder.resolve("test.bin"), thousand, 10);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                Importing.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    try (var dataset = ImageDataset.open(folder.resolve("dataset.safetensors"))) {
      assertThat(dataset.size()).isEqualTo(60_000);
    }
  }

  private static void write(Path file, byte[] piece, int times) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < times; i++) {
        out.write(piece);
      }
    }
  }

  /** What the other process does. */
  static final class Importing {
    private Importing() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      DatasetImport.run(
          new DatasetSource(
              ImageSource.CIFAR10,
              List.of(
                  NamedFile.of(folder.resolve("train.bin")),
                  NamedFile.of(folder.resolve("test.bin")))),
          DatasetOptions.whole("many"),
          folder.resolve("dataset.safetensors"),
          ProgressListener.NONE);
    }
  }
}
