package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.S3Server;
import org.p2f.catalog.test.WoundClock;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Timeout(120)
class S3ObjectStoreTest extends ObjectStoreContract<S3ObjectStore> {
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /** Takes long enough to be interrupted. */
  private static final int LARGE = 48 << 20;

  @TempDir static Path server;
  private static S3Server s3;

  private final WoundClock clock = new WoundClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String prefix = "test/" + PREFIXES.incrementAndGet();
  @TempDir Path directory;

  @BeforeAll
  static void startServer() {
    s3 = S3Server.start(server);
  }

  @AfterAll
  static void stopServer() {
    if (s3 != null) {
      s3.close();
    }
  }

  @Override
  S3ObjectStore open() {
    // Copies of more than a few megabytes go in several requests, as those of 5 GiB do.
    return S3ObjectStore.open(properties(Map.of()), clock, meters, 6 << 20);
  }

  @Override
  void forgetCopies() {
    store.close();
    Trees.delete(directory.resolve("cache"));
    store = open();
  }

  @Test
  void readThatTheServerBreaksOffGoesOnWhenItIsBack() throws Exception {
    String address = putLarge();
    forgetCopies();
    var read = new FutureTask<>(() -> store.locate(address));
    Thread.ofVirtual().start(read);
    awaitBytes(directory.resolve("cache/tmp"));
    s3.kill();
    s3.restart();

    Path file = read.get();

    assertThat(store.locate(address)).isEqualTo(file);
    try (Staging staging = store.stage()) {
      Files.copy(file, staging.path("f"));
      assertThat(staging.seal("f").sha256()).isEqualTo(address);
    }
  }

  @Test
  void readThatTheServerBreaksOffForGoodLeavesNothing() throws Exception {
    String address = putLarge();
    forgetCopies();
    var read = new FutureTask<>(() -> store.locate(address));
    Thread.ofVirtual().start(read);
    awaitBytes(directory.resolve("cache/tmp"));
    s3.kill();
    try {
      assertThatThrownBy(read::get)
          .hasCauseInstanceOf(UncheckedIOException.class)
          .hasRootCauseInstanceOf(IOException.class)
          .hasStackTraceContaining(StoreAway.class.getName());
      assertThat(files(directory.resolve("cache"))).isEmpty();
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(store::check)
          .withCauseInstanceOf(StoreAway.class);
    } finally {
      s3.restart();
    }
    assertThat(store.locate(address)).hasSize(LARGE);
  }

  @Test
  void uploadThatTheServerBreaksOffIsNotSeenAndIsMadeAnew() throws Exception {
    byte[] content = large();
    try (Staging staging = store.stage()) {
      Files.write(staging.path("f"), content);
      var seal = new FutureTask<>(() -> staging.seal("f"));
      Thread.ofVirtual().start(seal);
      awaitBytes(s3.file(".sgwtmp/multipart"));
      s3.kill();
      assertThatThrownBy(seal::get).hasStackTraceContaining(StoreAway.class.getName());
    } finally {
      s3.restart();
    }
    assertThat(objects()).isEmpty();
    assertThat(files(s3.file(".sgwtmp/multipart"))).isNotEmpty();
    store.tidy();
    assertThat(files(s3.file(".sgwtmp/multipart"))).isNotEmpty(); // it may be somebody's
    clock.wind(S3Uploads.STALE.plusMinutes(1));
    store.tidy();
    assertThat(files(s3.file(".sgwtmp/multipart"))).isEmpty();

    String address = putLarge();

    forgetCopies();
    assertThat(store.locate(address)).hasBinaryContent(content);
  }

  @Test
  void uploadGoesOnWhenTheServerIsBackSoon() throws Exception {
    byte[] content = large();
    try (Staging staging = store.stage()) {
      Files.write(staging.path("f"), content);
      var seal = new FutureTask<>(() -> staging.seal("f"));
      Thread.ofVirtual().start(seal);
      awaitBytes(s3.file(".sgwtmp/multipart"));
      s3.kill();
      s3.restart();
      SealedFile sealed = seal.get();
      store.put(sealed);
      forgetCopies();
      assertThat(store.locate(sealed.sha256())).hasBinaryContent(content);
    }
  }

  @Test
  void fileThatIsGivenUpLeavesNoParts() throws Exception {
    try (Staging staging = store.stage()) {
      Files.write(staging.path("f"), large());
      staging.seal("f");
      assertThat(files(s3.file(".sgwtmp/multipart"))).isNotEmpty();
    }
    assertThat(files(s3.file(".sgwtmp/multipart"))).isEmpty();
    assertThat(objects()).isEmpty();
  }

  @Test
  void partsThatWereClearedAreSentAgain() throws Exception {
    byte[] content = large();
    try (Staging staging = store.stage()) {
      Files.write(staging.path("f"), content);
      SealedFile sealed = staging.seal("f");
      clock.wind(S3Uploads.STALE.plusMinutes(1));
      store.tidy();
      store.put(sealed);
      forgetCopies();
      assertThat(store.locate(sealed.sha256())).hasBinaryContent(content);
    }
  }

  @Test
  void damagedObjectIsRefusedAndNotKept() throws Exception {
    store.put(seal("abc"));
    forgetCopies();
    Files.writeString(s3.file(prefix + "/objects/ba/" + ABC.substring(2)), "abd");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> store.locate(ABC))
        .havingCause()
        .withMessageContaining("is damaged")
        .isNotInstanceOf(StoreAway.class);
    assertThat(files(directory.resolve("cache"))).isEmpty();
  }

  @Test
  void discardedObjectHasNoCopy() throws Exception {
    store.put(seal("abc"));
    store.locate(ABC);
    store.discard(ABC, NOW);
    assertThat(files(directory.resolve("cache"))).isEmpty();
  }

  @Test
  void presignedAddressIsReadByAnybody() throws Exception {
    store.put(seal("abc"));
    assertThat(store.presign(ABC, "a.txt", "text/plain")).isEmpty();
    var presigning = Map.of("p2f.store.s3.presign", "true");
    try (var other = S3ObjectStore.open(properties(presigning), clock, meters);
        var http = HttpClient.newHttpClient()) {
      URI address = other.presign(ABC, "a.txt", "text/plain").orElseThrow();
      var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("abc");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
      assertThat(answer.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"a.txt\"");
      URI forged = URI.create(address.toString().replace("X-Amz-Expires=300", "X-Amz-Expires=999"));
      assertThat(
              http.send(HttpRequest.newBuilder(forged).build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void requestsAndReadsAreCounted() throws Exception {
    store.put(seal("abc"));
    store.locate(ABC);
    forgetCopies();
    store.locate(ABC);
    store.locate(ABC);
    assertThat(meters.get("p2f.store.cache.hits").counter().count()).isEqualTo(2);
    assertThat(meters.get("p2f.store.cache.misses").counter().count()).isEqualTo(1);
    assertThat(meters.get("p2f.store.cache.fetched.bytes").counter().count()).isEqualTo(3);
    assertThat(
            meters
                .get(S3Meters.REQUESTS)
                .tags("operation", "PutObject", "outcome", "ok")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            meters
                .get(S3Meters.REQUESTS)
                .tags("operation", "HeadObject", "outcome", "missing")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void startIsRefusedWithoutABucketOrTheKeyToIt() {
    for (var wrong :
        List.of(
            Map.of("p2f.store.s3.bucket", ""),
            Map.of("p2f.store.s3.bucket", "nobodys"),
            Map.of("p2f.store.s3.secret-key", "another"))) {
      assertThatExceptionOfType(UnusableStore.class)
          .as("%s", wrong)
          .isThrownBy(() -> S3ObjectStore.open(properties(wrong), clock, meters));
    }
  }

  private String putLarge() throws IOException {
    try (Staging staging = store.stage()) {
      Files.write(staging.path("f"), large());
      SealedFile sealed = staging.seal("f");
      store.put(sealed);
      return sealed.sha256();
    }
  }

  private static byte[] large() {
    byte[] content = new byte[LARGE];
    new Random(2).nextBytes(content);
    return content;
  }

  /** Until something of a few megabytes lies under a directory. */
  private static void awaitBytes(Path directory) {
    while (files(directory).stream().mapToLong(S3ObjectStoreTest::size).sum() < 3 << 20) {
      Thread.onSpinWait();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // something went while we looked
    }
  }

  private S3Properties properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(s3.properties());
    all.put("p2f.store.s3.prefix", prefix);
    all.put("p2f.store.s3.cache-dir", directory.resolve("cache").toString());
    all.putAll(more);
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("p2f.store.s3", S3Properties.class)
        .get();
  }
}
