package org.p2f.catalog.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole local copies of objects, bounded by bytes: what was used longest ago goes first. Whoever
 * uses a copy is given a second name of it (a hard link) in a directory of this process, so it
 * stays readable whatever another process removes. A copy with a second name is in use: it is not
 * removed, which would make no room, and the copies may take more than their bound for its sake.
 * The names of a process that died are swept.
 */
final class LocalCopies implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalCopies.class);

  /** How long after it was located a copy counts as in use: time to open it or map it. */
  static final Duration LINGER = Duration.ofMinutes(10);

  /**
   * A copy that nobody has used for so long goes. That is sooner than the trash of the store is
   * emptied: what is erased there has no copies left.
   */
  static final Duration IDLE = Duration.ofDays(7);

  /** Other processes add to the same directory, so it is looked at anew after a while. */
  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  private static final int DIRECTORY_DIGITS = 2;

  private final Path copies;
  private final ProcessDirectory names;
  private final Path pinned;
  private final ProcessDirectory staged;
  private final long bound;
  private final Clock clock;
  private final Map<String, Pin> pins = new HashMap<>();
  private long bytes;
  private Instant known = Instant.MIN;

  private LocalCopies(
      Path copies, ProcessDirectory names, ProcessDirectory staged, long bound, Clock clock) {
    this.copies = copies;
    this.names = names;
    this.pinned = names.newDirectory();
    this.staged = staged;
    this.bound = bound;
    this.clock = clock;
  }

  /**
   * Makes the directory if there is none, and sweeps what dead processes left in it.
   *
   * @param root its file system has hard links
   * @param bound in bytes
   */
  static LocalCopies open(Path root, long bound, Clock clock) throws IOException {
    Path copies = Files.createDirectories(root.resolve("objects"));
    Path names = Files.createDirectories(root.resolve("used"));
    Path tmp = Files.createDirectories(root.resolve("tmp"));
    ProcessDirectory.sweep(names, clock.instant());
    ProcessDirectory.sweep(tmp, clock.instant());
    var opened =
        new LocalCopies(
            copies, ProcessDirectory.open(names), ProcessDirectory.open(tmp), bound, clock);
    opened.makeRoom(0);
    return opened;
  }

  /** A new directory for files in the making, in the same file system. */
  Path newDirectory() {
    return staged.newDirectory();
  }

  /** A name of the copy that stays for now; empty if there is no copy. */
  synchronized Optional<Path> use(String sha256) {
    Path copy = address(sha256);
    Pin pin = pins.get(sha256);
    try {
      if (pin == null) {
        pin = new Pin(Files.createLink(pinned.resolve(UUID.randomUUID().toString()), copy));
        pins.put(sha256, pin);
      }
      pin.located = clock.instant();
      // Seen by the other processes, and after a restart. A pin's file is the copy's.
      Files.setLastModifiedTime(pin.name, FileTime.from(pin.located));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use the copy " + copy, e);
    }
    Pin kept = pin;
    InUse.current().ifPresent(work -> work.keep(kept));
    return Optional.of(pin.name);
  }

  /**
   * Makes a whole file a copy; the file is gone afterwards.
   *
   * @param file in a {@link #newDirectory}, with that content, durable
   */
  synchronized void add(String sha256, Path file) throws IOException {
    Path copy = address(sha256);
    long size = Files.size(file);
    makeRoom(size);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
    Files.move(file, copy, StandardCopyOption.ATOMIC_MOVE);
    bytes += size;
  }

  /** Removes the copy, if there is one, though it be in use: an open file stays readable. */
  synchronized void remove(String sha256) throws IOException {
    Pin pin = pins.remove(sha256);
    if (pin != null) {
      Files.deleteIfExists(pin.name);
    }
    Files.deleteIfExists(address(sha256));
  }

  /**
   * Removes what has been idle for long, and what is beyond the bound once there is so much more.
   */
  synchronized void makeRoom(long more) throws IOException {
    Instant now = clock.instant();
    releaseLingering(now.minus(LINGER));
    if (bytes + more <= bound && now.isBefore(known.plus(KNOWN_FOR))) {
      return;
    }
    List<Copy> all = list();
    bytes = all.stream().mapToLong(Copy::bytes).sum();
    known = now;
    int evicted = 0;
    for (Copy copy : all) {
      boolean isIdle = copy.used().isBefore(now.minus(IDLE));
      if (!isIdle && bytes + more <= bound) {
        break;
      }
      if (!copy.isInUse()) {
        Files.deleteIfExists(copy.path());
        bytes -= copy.bytes();
        evicted++;
      }
    }
    if (evicted > 0) {
      log.debug("Removed {} local copies; the others take {} bytes", evicted, bytes);
    }
    if (bytes + more > bound) {
      log.warn(
          "Local copies in use take {} bytes with the next one, p2f.store.s3.cache-bytes={}",
          bytes + more,
          bound);
    }
  }

  /** What the copies took when somebody last looked, and what was added since. */
  synchronized long bytes() {
    return bytes;
  }

  /** Longest unused first. */
  private List<Copy> list() throws IOException {
    List<Copy> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(copies, 2)) {
      for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
        Path path = each.next();
        try {
          var read = Files.readAttributes(path, BasicFileAttributes.class);
          if (read.isRegularFile()) {
            Instant used = read.lastModifiedTime().toInstant();
            all.add(new Copy(path, read.size(), used, names(path) > 1));
          }
        } catch (NoSuchFileException e) {
          log.debug("Another process has removed {}", path);
        }
      }
    }
    all.sort(Comparator.comparing(Copy::used));
    return all;
  }

  private static int names(Path file) throws IOException {
    return Files.getAttribute(file, "unix:nlink") instanceof Integer count ? count : 1;
  }

  private void releaseLingering(Instant before) throws IOException {
    for (Iterator<Pin> each = pins.values().iterator(); each.hasNext(); ) {
      Pin pin = each.next();
      if (pin.users.get() == 0 && pin.located.isBefore(before)) {
        Files.deleteIfExists(pin.name);
        each.remove();
      }
    }
  }

  private Path address(String sha256) {
    return copies
        .resolve(sha256.substring(0, DIRECTORY_DIGITS))
        .resolve(sha256.substring(DIRECTORY_DIGITS));
  }

  @Override
  public void close() {
    names.close();
    staged.close();
  }

  private record Copy(Path path, long bytes, Instant used, boolean isInUse) {}

  /** A second name of a copy. */
  static final class Pin {
    private final Path name;
    private final AtomicInteger users = new AtomicInteger();
    private volatile Instant located = Instant.MIN;

    private Pin(Path name) {
      this.name = name;
    }

    void acquire() {
      users.incrementAndGet();
    }

    void release() {
      users.decrementAndGet();
    }
  }
}
