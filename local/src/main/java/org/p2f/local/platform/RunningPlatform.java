package org.p2f.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;

/**
 * A platform that another process runs.
 *
 * @param pid of that process
 */
public record RunningPlatform(long pid, URI url, SigningKey signingKey) implements Platform {

  /** Empty if none runs in this home, or none that is ready. */
  public static Optional<RunningPlatform> in(Home home) {
    if (!isLocked(home) || Files.notExists(home.runningFile())) {
      return Optional.empty();
    }
    var properties = new Properties();
    try (var in = Files.newBufferedReader(home.runningFile())) {
      properties.load(in);
    } catch (IOException justStopped) {
      return Optional.empty();
    }
    return Optional.of(
        new RunningPlatform(
            Long.parseLong(properties.getProperty("pid")),
            URI.create(properties.getProperty("url")),
            SigningKey.of(home)));
  }

  @Override
  public void close() {
    // its owner stops it
  }

  private static boolean isLocked(Home home) {
    try (var file =
            FileChannel.open(
                home.lockFile(),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
        var lock = file.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException ours) {
      return true;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
