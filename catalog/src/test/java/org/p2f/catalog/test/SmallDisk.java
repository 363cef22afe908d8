package org.p2f.catalog.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A real file system of a few megabytes, in memory; tests are skipped where none may be mounted.
 */
public record SmallDisk(Path root) implements AutoCloseable {

  /** Mounts one of that many megabytes. */
  public static SmallDisk mount(int megabytes) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("p2f-small-disk");
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", root);
    if (!mounted) {
      Files.delete(root);
    }
    assumeTrue(mounted, "no file system may be mounted here (that takes root, on Linux)");
    return new SmallDisk(root);
  }

  /** Fills it up, but for that many megabytes. */
  public Path fillBut(int megabytes) throws IOException {
    Path filling = root.resolve("filling");
    long free = Files.getFileStore(root).getUsableSpace() - ((long) megabytes << 20);
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filling)) {
      for (long bytes = 0; bytes < free; bytes += block.length) {
        out.write(block);
      }
    }
    return filling;
  }

  @Override
  public void close() throws IOException {
    try {
      if (run("umount", "-l", root)) {
        Files.delete(root);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean run(Object... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(Arrays.stream(command).map(String::valueOf).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such command
    }
  }
}
