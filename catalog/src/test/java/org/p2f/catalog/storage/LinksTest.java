package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
  @TempDir Path directory;

  @Test
  void secondNameOutlivesTheFirstAndTakesNoRoom() throws IOException {
    Path first = Files.writeString(directory.resolve("a"), "abc");
    Path second = directory.resolve("b");
    Links.linkOrCopy(first, second);
    assertThat(Files.getAttribute(second, "unix:ino"))
        .isEqualTo(Files.getAttribute(first, "unix:ino"));
    Files.delete(first);
    assertThat(second).hasContent("abc");
  }

  @Test
  void fileOfAnotherFileSystemIsCopied() throws IOException {
    Path shm = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isWritable(shm) && !Files.getFileStore(shm).equals(Files.getFileStore(directory)),
        "needs a second file system at /dev/shm");
    Path other = Files.createTempFile(shm, "links", ".txt");
    try {
      Files.writeString(other, "abc");
      Links.linkOrCopy(other, directory.resolve("b"));
      assertThat(directory.resolve("b")).hasContent("abc");
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void linkToAnObjectOfTheStoreCanBeSealedAgain() throws IOException {
    try (var store = FileSystemObjectStore.open(directory, Clock.systemUTC());
        Staging staging = store.stage()) {
      Path file = Files.writeString(directory.resolve("kept"), "abc");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
      Links.linkOrCopy(file, staging.path("f"));
      assertThat(staging.seal("f").bytes()).isEqualTo(3);
    }
  }
}
