package org.p2f.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Holds a home for one platform; the operating system lets go of it when this process ends. */
public final class HomeLock implements AutoCloseable {

  private final Home home;
  private final FileChannel file;

  private HomeLock(Home home, FileChannel file) {
    this.home = home;
    this.file = file;
  }

  /**
   * @throws LocalFailure if another platform has it
   */
  public static HomeLock take(Home home) {
    try {
      var file =
          FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(file) == null) {
        file.close();
        throw new LocalFailure(
            RunningPlatform.in(home)
                .map(
                    running ->
                        "P2F is already running with %s: %s, process %d. Stop it with ./p2f down, or choose another home with P2F_HOME."
                            .formatted(home.root(), running.url(), running.pid()))
                .orElse(
                    "P2F is already starting or stopping with %s; try again when it is done."
                        .formatted(home.root())));
      }
      Files.deleteIfExists(home.runningFile());
      return new HomeLock(home, file);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** Tells other processes where the platform answers. */
  void announce(URI url) {
    var properties = new Properties();
    properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
    properties.setProperty("url", url.toString());
    try (var out = Files.newBufferedWriter(home.runningFile())) {
      properties.store(out, null);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(home.runningFile());
      file.close();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }
}
