package org.p2f.catalog.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Objects of a bucket: {@code objects/ab/cdef…} under its prefix, discarded ones {@code
 * trash/ab/cdef…}, and {@code name} with the store's. Files are read from {@link LocalCopies},
 * fetched whole and verified when they are first asked for. S3 stores an object whole or not at
 * all; moving one is a copy at the server and a deletion, each of which may be done twice.
 */
final class S3ObjectStore implements ObjectStore {
  private static final String OBJECTS = "objects/";
  private static final String TRASH = "trash/";
  private static final String NAME = "name";
  private static final String DISCARDED_AT = "discarded-at";
  private static final Pattern KEY = Pattern.compile(".*/([0-9a-f]{2})/([0-9a-f]{62})");

  private final S3Properties properties;
  private final S3Bucket bucket;
  private final S3Uploads uploads;
  private final LocalCopies copies;
  private final Reads reads;
  private final Clock clock;
  private final ConcurrentMap<String, ReentrantLock> fetches = new ConcurrentHashMap<>();

  /** Files that were asked for. */
  private record Reads(Counter hits, Counter misses, Counter fetched) {
    static Reads in(MeterRegistry meters) {
      return new Reads(
          meters.counter("p2f.store.cache.hits"),
          meters.counter("p2f.store.cache.misses"),
          meters.counter("p2f.store.cache.fetched.bytes"));
    }
  }

  private S3ObjectStore(
      S3Properties properties,
      S3Bucket bucket,
      S3Uploads uploads,
      LocalCopies copies,
      Reads reads,
      Clock clock) {
    this.properties = properties;
    this.bucket = bucket;
    this.uploads = uploads;
    this.copies = copies;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * Opens the store in a bucket that exists; waits for a server that does not answer yet.
   *
   * @throws UnusableStore if the settings name none that can be used
   */
  static S3ObjectStore open(S3Properties properties, Clock clock, MeterRegistry meters) {
    return open(properties, clock, meters, S3Uploads.COPIED_AT_ONCE);
  }

  static S3ObjectStore open(
      S3Properties properties, Clock clock, MeterRegistry meters, long copiedAtOnce) {
    if (properties.bucket().isEmpty()) {
      throw new UnusableStore(
          "p2f.store.kind is s3, but no bucket is named", "Set p2f.store.s3.bucket.");
    }
    var bucket = new S3Bucket(properties, new S3Meters(meters));
    try {
      bucket.await();
      var copies =
          LocalCopies.open(properties.cacheDir(), properties.cacheBytes().toBytes(), clock);
      meters.gauge("p2f.store.cache.bytes", copies, LocalCopies::bytes);
      return new S3ObjectStore(
          properties, bucket, new S3Uploads(bucket, copiedAtOnce), copies, Reads.in(meters), clock);
    } catch (IOException e) {
      bucket.close();
      throw new UncheckedIOException("Cannot keep copies in " + properties.cacheDir(), e);
    } catch (RuntimeException e) {
      bucket.close();
      throw e;
    }
  }

  @Override
  public String location() {
    return properties.toString();
  }

  @Override
  public Path localDirectory() {
    return properties.cacheDir();
  }

  @Override
  public void check() {
    bucket.check();
  }

  @Override
  public StoreName name() {
    return bucket.get(NAME, 0).map(S3ObjectStore::parse).orElseGet(StoreName::unnamed);
  }

  private static StoreName parse(InputStream content) {
    try (content) {
      return StoreName.parse(new String(content.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the store's name", e);
    }
  }

  @Override
  public void rename(StoreName name) {
    byte[] content = (name + "\n").getBytes(StandardCharsets.UTF_8);
    var digest = Digests.sha256();
    bucket.put(
        NAME,
        Base64.getEncoder().encodeToString(digest.digest(content)),
        RequestBody.fromBytes(content));
  }

  @Override
  public Staging stage() {
    return new SentStaging(copies.newDirectory());
  }

  /** Sends its large files when they are sealed. */
  private final class SentStaging extends Staging {
    private final Path directory;

    SentStaging(Path directory) {
      super(directory);
      this.directory = directory;
    }

    @Override
    public SealedFile seal(String fileName) {
      SealedFile sealed = super.seal(fileName);
      uploads.prepare(key(OBJECTS, sealed.sha256()), sealed);
      return sealed;
    }

    @Override
    public void close() {
      uploads.abandon(directory);
      super.close();
    }
  }

  @Override
  public void put(SealedFile file) {
    uploads.commit(key(OBJECTS, file.sha256()), file);
    try {
      // Whoever has made a file often reads it next.
      copies.add(file.sha256(), file.path());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a copy of " + file.sha256(), e);
    }
  }

  @Override
  public Path locate(String sha256) {
    String name = key(OBJECTS, sha256);
    Optional<Path> copy = copies.use(sha256);
    if (copy.isPresent()) {
      reads.hits().increment();
      return copy.get();
    }
    ReentrantLock lock = fetches.computeIfAbsent(sha256, _ -> new ReentrantLock());
    lock.lock();
    try {
      // Another thread may have fetched it, and another process may remove it at once.
      for (copy = copies.use(sha256); copy.isEmpty(); copy = copies.use(sha256)) {
        fetch(name, sha256);
      }
      return copy.get();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot fetch the object " + sha256, e);
    } finally {
      fetches.remove(sha256, lock);
      lock.unlock();
    }
  }

  private void fetch(String name, String sha256) throws IOException {
    Path directory = copies.newDirectory();
    try {
      Path file = directory.resolve(sha256);
      S3Download.Fetched fetched = new S3Download(bucket, name, copies).into(file);
      if (!fetched.sha256().equals(sha256)) {
        throw new IOException(
            "The object %s in %s is damaged: the SHA-256 of its %d bytes is %s"
                .formatted(sha256, properties, fetched.bytes(), fetched.sha256()));
      }
      copies.add(sha256, file);
      reads.misses().increment();
      reads.fetched().increment((double) fetched.bytes());
    } finally {
      Trees.delete(directory);
    }
  }

  @Override
  public Optional<URI> presign(String sha256, String fileName, String mediaType) {
    return properties.presign()
        ? Optional.of(bucket.presign(key(OBJECTS, sha256), fileName, mediaType))
        : Optional.empty();
  }

  @Override
  public void forEach(Consumer<StoredObject> action) {
    forEach(OBJECTS, action);
  }

  @Override
  public void discard(String sha256, Instant now) {
    move(OBJECTS, TRASH, sha256, Map.of(DISCARDED_AT, now.toString()));
    try {
      copies.remove(sha256);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the copy of " + sha256, e);
    }
  }

  @Override
  public void forEachDiscarded(Consumer<StoredObject> action) {
    forEach(TRASH, action);
  }

  @Override
  public void restore(String sha256) {
    move(TRASH, OBJECTS, sha256, Map.of());
  }

  @Override
  public boolean erase(String sha256, Instant discardedBefore) {
    String name = key(TRASH, sha256);
    boolean isDue =
        bucket
            .head(name)
            .map(S3ObjectStore::discardedAt)
            .filter(discardedBefore::isAfter)
            .isPresent();
    if (isDue) {
      bucket.delete(name);
    }
    return isDue;
  }

  private static Instant discardedAt(HeadObjectResponse found) {
    String written = found.metadata().get(DISCARDED_AT);
    return written == null ? found.lastModified() : Instant.parse(written);
  }

  /** Clears what dead processes left in the bucket, and copies that nobody uses any more. */
  void tidy() {
    try {
      copies.makeRoom(0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy " + properties.cacheDir(), e);
    }
    uploads.clear(clock.instant());
  }

  private void forEach(String tree, Consumer<StoredObject> action) {
    bucket.list(
        tree,
        object -> {
          var found = KEY.matcher(object.key());
          if (found.matches()) {
            action.accept(new StoredObject(found.group(1) + found.group(2), object.size()));
          }
        });
  }

  private void move(String from, String to, String sha256, Map<String, String> metadata) {
    String source = key(from, sha256);
    bucket
        .head(source)
        .ifPresent(
            found -> {
              uploads.copy(source, key(to, sha256), found.contentLength(), metadata);
              bucket.delete(source);
            });
  }

  private static String key(String tree, String sha256) {
    Sha256.require(sha256);
    return tree + sha256.substring(0, 2) + "/" + sha256.substring(2);
  }

  @Override
  public void close() {
    copies.close();
    bucket.close();
  }
}
