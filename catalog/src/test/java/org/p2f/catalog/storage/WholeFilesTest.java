package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
  @TempDir Path folder;

  @Test
  void twoWritersOfOneFileDoNotSpoilEachOther() throws IOException {
    Path target = folder.resolve("part-1");
    WholeFiles.write(
        target,
        first -> {
          Files.writeString(first, "half of the fir");
          WholeFiles.write(target, second -> Files.writeString(second, "the second"));
          assertThat(target).hasContent("the second");
          assertThat(first).hasContent("half of the fir");
          Files.writeString(first, "the first");
        });
    assertThat(target).hasContent("the first");
    assertThat(names()).containsExactly("part-1");
  }

  @Test
  void nothingIsLeftOfAFileThatCouldNotBeWritten() throws IOException {
    Path target = folder.resolve("part-1");
    Files.writeString(target, "earlier");
    assertThatThrownBy(
            () ->
                WholeFiles.write(
                    target,
                    file -> {
                      Files.writeString(file, "hal");
                      throw new IOException("no space left");
                    }))
        .hasMessage("no space left");
    assertThat(target).hasContent("earlier");
    assertThat(names()).containsExactly("part-1");
  }

  private String[] names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
    }
  }
}
