package org.p2f.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store does.
 *
 * @param <S> the store
 */
abstract class ObjectStoreContract<S extends ObjectStore> {
  /** SHA-256 of "abc": FIPS 180-2, appendix B.1. */
  static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** SHA-256 of nothing, computed with {@code sha256sum}. */
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  S store;

  /** Opens the store of this test, again after a restart. */
  abstract S open();

  /** So that the next read is from the store itself. */
  void forgetCopies() {}

  @BeforeEach
  void start() {
    store = open();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void objectHasTheHashOfItsContentForAnAddress() throws Exception {
    SealedFile sealed = seal("abc");
    assertThat(sealed.sha256()).isEqualTo(ABC);
    assertThat(sealed.bytes()).isEqualTo(3);
    assertThat(objects()).isEmpty();
    assertThatIsAbsent(ABC);

    store.put(sealed);

    assertThat(store.locate(ABC)).hasContent("abc");
    assertThat(sealed.path()).doesNotExist();
    assertThat(sizes()).containsExactly(3L);
  }

  @Test
  void objectIsThereAfterARestart() throws Exception {
    store.put(seal("abc"));
    store.close();
    store = open();
    assertThat(store.locate(ABC)).hasContent("abc");
  }

  @Test
  void objectMayBeEmpty() throws Exception {
    store.put(seal(""));
    forgetCopies();
    assertThat(store.locate(EMPTY)).isEmptyFile();
    assertThat(sizes()).containsExactly(0L);
  }

  @Test
  void largeObjectIsAbsentUntilItIsPutAndThenWhole() throws Exception {
    byte[] content = new byte[S3Uploads.PART * 2 + 12_345];
    new Random(1).nextBytes(content);
    try (Staging staging = store.stage()) {
      Files.write(staging.path("f"), content);
      SealedFile sealed = staging.seal("f");
      assertThat(objects()).isEmpty();
      assertThatIsAbsent(sealed.sha256());

      store.put(sealed);

      forgetCopies();
      assertThat(store.locate(sealed.sha256())).hasBinaryContent(content);
      assertThat(sizes()).containsExactly((long) content.length);
      store.discard(sealed.sha256(), NOW);
      store.restore(sealed.sha256());
      forgetCopies();
      assertThat(store.locate(sealed.sha256())).hasBinaryContent(content);
    }
  }

  @Test
  void sameContentTwiceIsOneObject() throws Exception {
    store.put(seal("abc"));
    SealedFile again = seal("abc");
    store.put(again);

    assertThat(objects()).containsExactly(ABC);
    assertThat(again.path()).doesNotExist();
  }

  @Test
  void objectCannotBeWrittenTo() throws Exception {
    store.put(seal("abc"));
    assertThat(Files.getPosixFilePermissions(store.locate(ABC)))
        .noneMatch(permission -> permission.name().endsWith("WRITE"));
  }

  @Test
  void closedStagingLeavesNothing() throws Exception {
    SealedFile sealed;
    try (Staging staging = store.stage()) {
      Files.writeString(staging.path("f"), "abc");
      sealed = staging.seal("f");
    }
    assertThat(sealed.path().getParent()).doesNotExist();
    assertThat(objects()).isEmpty();
  }

  @Test
  void fileThatWasNeverWrittenCannotBeSealed() {
    try (Staging staging = store.stage()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> staging.seal("f"))
          .withMessageContaining("'f'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "../../../etc/passwd", "BA7816BF"})
  void addressThatIsNoHashIsRefused(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> store.locate(address));
  }

  @Test
  void discardedObjectCanBeRestoredUntilItIsErased() throws Exception {
    store.put(seal("abc"));
    store.discard(ABC, NOW);
    store.discard(ABC, NOW.plusSeconds(60));
    assertThat(objects()).isEmpty();
    assertThatIsAbsent(ABC);
    assertThat(discarded()).containsExactly(ABC);

    store.restore(ABC);
    store.restore(ABC);
    assertThat(store.locate(ABC)).hasContent("abc");
    assertThat(discarded()).isEmpty();
    assertThat(store.erase(ABC, NOW.plusSeconds(1))).isFalse();

    store.discard(ABC, NOW);
    assertThat(store.erase(ABC, NOW)).isFalse();
    assertThat(store.erase(ABC, NOW.plusSeconds(1))).isTrue();
    assertThat(store.erase(ABC, NOW.plusSeconds(1))).isFalse();
    store.restore(ABC);
    assertThat(objects()).isEmpty();
    assertThat(discarded()).isEmpty();
  }

  @Test
  void whatWasDiscardedCanBePutAnew() throws Exception {
    store.put(seal("abc"));
    store.discard(ABC, NOW);
    store.put(seal("abc"));
    assertThat(store.erase(ABC, NOW.plusSeconds(1))).isTrue();
    forgetCopies();
    assertThat(store.locate(ABC)).hasContent("abc");
  }

  @Test
  void storeKeepsTheNameItWasGiven() throws Exception {
    assertThat(store.name()).isEqualTo(StoreName.unnamed());
    store.rename(new StoreName("7e0a", 12));
    store.rename(new StoreName("7e0a", 13));
    store.close();
    store = open();
    assertThat(store.name()).isEqualTo(new StoreName("7e0a", 13));
    assertThat(StoreName.parse(store.name().toString())).isEqualTo(store.name());
    assertThat(objects()).isEmpty();
  }

  @Test
  void storeThatIsThereSaysSo() {
    store.check();
  }

  SealedFile seal(String content) throws IOException {
    Staging staging = store.stage();
    Files.writeString(staging.path("f"), content);
    return staging.seal("f");
  }

  List<String> objects() {
    var objects = new ArrayList<String>();
    store.forEach(object -> objects.add(object.sha256()));
    return objects;
  }

  private List<Long> sizes() {
    var sizes = new ArrayList<Long>();
    store.forEach(object -> sizes.add(object.bytes()));
    return sizes;
  }

  private List<String> discarded() {
    var objects = new ArrayList<String>();
    store.forEachDiscarded(object -> objects.add(object.sha256()));
    return objects;
  }

  void assertThatIsAbsent(String sha256) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> store.locate(sha256))
        .withCauseInstanceOf(NoSuchFileException.class);
  }
}
