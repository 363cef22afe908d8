package org.p2f.catalog.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.storage.Storage;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.springframework.jdbc.core.simple.JdbcClient;

class ResumableUploadsTest {
  private static final byte[] CONTENT = content();

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  @TempDir Path directory;
  private TestService service;

  @BeforeEach
  void start() {
    service = TestService.on(database, directory).start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void partsOfAnySizesBecomeTheFileAcrossRestarts() throws IOException {
    ResumableUpload upload = uploads().begin("large", CONTENT.length, "", null);
    int at = 0;
    for (int bytes : new int[] {1, 99_999, 150_000, 50_000}) {
      upload = append(upload, at, at + bytes, null);
      at += bytes;
      assertThat(upload.received()).isEqualTo(at);
      service.close();
      service = TestService.on(database, directory).start();
      assertThat(uploads().find(upload.id()).orElseThrow()).isEqualTo(upload);
    }
    Artifact made = made(upload);
    assertThat(made.name()).isEqualTo("large");
    assertThat(service.artifacts().open(made, Artifact.CONTENT)).hasBinaryContent(CONTENT);
  }

  @Test
  void whatCameOfABodyThatBreaksOffIsKept() throws IOException {
    ResumableUpload upload = uploads().begin("cut", CONTENT.length, "", null);
    assertThatThrownBy(() -> uploads().append(upload, new Part(0, breaking(70_000), null)))
        .isInstanceOf(IOException.class);
    ResumableUpload now = uploads().find(upload.id()).orElseThrow();
    assertThat(now.received()).isEqualTo(70_000);
    ResumableUpload whole = append(now, 70_000, CONTENT.length, null);
    Artifact made = made(whole);
    assertThat(service.artifacts().open(made, Artifact.CONTENT)).hasBinaryContent(CONTENT);
  }

  @Test
  void whatCameOfABodyThatWasToBeCheckedIsDropped() {
    ResumableUpload upload = uploads().begin("cut", CONTENT.length, "", null);
    Part part = new Part(0, breaking(70_000), () -> {});
    assertThatThrownBy(() -> uploads().append(upload, part)).isInstanceOf(IOException.class);
    assertThat(uploads().find(upload.id()).orElseThrow().received()).isZero();
  }

  @Test
  void partThatFailsItsCheckIsDropped() {
    ResumableUpload upload = uploads().begin("wrong", CONTENT.length, "", null);
    Runnable refusing =
        () -> {
          throw new IllegalArgumentException("not that");
        };
    assertThatThrownBy(() -> append(upload, 0, 1000, refusing))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(uploads().find(upload.id()).orElseThrow()).isEqualTo(upload);
  }

  @Test
  void partThatDoesNotFitIsRefused() throws IOException {
    ResumableUpload upload = append(uploads().begin("part", 100, "", null), 0, 60, null);
    assertThatThrownBy(() -> append(upload, 0, 10, null))
        .isInstanceOfSatisfying(OffsetMismatch.class, e -> assertThat(e.received()).isEqualTo(60));
    assertThatThrownBy(() -> append(upload, 61, 70, null)).isInstanceOf(OffsetMismatch.class);
    assertThatThrownBy(() -> append(upload, 60, 101, null)).isInstanceOf(PartTooLong.class);
    assertThat(uploads().find(upload.id()).orElseThrow()).isEqualTo(upload);
    assertThat(append(upload, 60, 100, null).artifactId()).isNotNull();
  }

  @Test
  void ofPartsForTheSamePlaceOneIsTaken() throws Exception {
    ResumableUpload upload = append(uploads().begin("raced", 100, "", null), 0, 60, null);
    var together = new CyclicBarrier(2);
    Callable<ResumableUpload> last =
        () -> {
          together.await();
          return append(upload, 60, 100, null);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long taken =
          threads.invokeAll(List.of(last, last)).stream()
              .filter(ResumableUploadsTest::worked)
              .count();
      assertThat(taken).isEqualTo(1);
    }
    assertThat(service.artifacts().list(null, null, 10).items()).hasSize(1);
  }

  @Test
  void wholeThatIsNotWhatItWasToBeIsDropped() throws IOException {
    String digest = HexFormat.of().formatHex(sha256(Arrays.copyOf(CONTENT, 100)));
    ResumableUpload right = append(uploads().begin("right", 100, "", digest), 0, 100, null);
    assertThat(right.artifactId()).isNotNull();
    ResumableUpload wrong = append(uploads().begin("wrong", 99, "", digest), 0, 50, null);
    assertThatThrownBy(() -> append(wrong, 50, 99, null))
        .isInstanceOf(WrongDigest.class)
        .hasMessageContaining(digest);
    assertThat(uploads().find(wrong.id())).isEmpty();
    assertThat(service.artifacts().list(null, null, 10).items()).hasSize(1);
  }

  @Test
  void emptyFileIsCompleteAtOnce() {
    ResumableUpload upload = uploads().begin("empty", 0, "", null);
    Artifact made = made(upload);
    assertThat(made.bytes()).isZero();
  }

  @Test
  void uploadIsForgottenAfterItsTimeAndWhatItBecameStays() throws IOException {
    ResumableUpload finished = append(uploads().begin("whole", 10, "", null), 0, 10, null);
    ResumableUpload upload = append(uploads().begin("half", 20, "", null), 0, 10, null);
    assertThat(Duration.between(upload.changedAt(), upload.expiresAt()))
        .isEqualTo(Duration.ofDays(1));
    uploads().forget(Duration.ofHours(1));
    assertThat(uploads().list(null, 10).items()).hasSize(2);

    age(Duration.ofHours(2));
    uploads().forget(Duration.ofHours(1));
    assertThat(uploads().list(null, 10).items()).isEmpty();
    assertThat(made(finished).bytes()).isEqualTo(10);
    assertThatThrownBy(() -> append(upload, 10, 20, null)).isInstanceOf(OffsetMismatch.class);
  }

  @Test
  void otherProjectsSeeNothingOfIt() throws IOException {
    ResumableUpload upload =
        Callers.as(
            member("birds"), () -> append(uploads().begin("eggs", 20, "", null), 0, 10, null));
    assertThat(
            Callers.<Boolean, RuntimeException>as(
                member("cars"),
                () ->
                    uploads().find(upload.id()).isPresent()
                        || uploads().remove(upload.id())
                        || !uploads().list(null, 9).items().isEmpty()))
        .isFalse();
    assertThat(upload.project()).isEqualTo("birds");
    assertThat(service.bean(Storage.class).used("birds")).isEqualTo(10);
  }

  private Artifact made(ResumableUpload upload) {
    return service.artifacts().find(Objects.requireNonNull(upload.artifactId())).orElseThrow();
  }

  private static Caller member(String project) {
    return new Caller("somebody", project, Set.of(project), false);
  }

  private void age(Duration time) {
    service
        .bean(JdbcClient.class)
        .sql("update resumable_upload set changed_at = :then")
        .param("then", Timestamp.from(Instant.now().minus(time)))
        .update();
  }

  private ResumableUploads uploads() {
    return service.bean(ResumableUploads.class);
  }

  private ResumableUpload append(ResumableUpload upload, int from, int to, @Nullable Runnable check)
      throws IOException {
    byte[] bytes = Arrays.copyOfRange(CONTENT, from, to);
    return uploads().append(upload, new Part(from, new ByteArrayInputStream(bytes), check));
  }

  private static boolean worked(Future<?> future) {
    try {
      future.get();
      return true;
    } catch (Exception e) {
      assertThat(e).hasCauseInstanceOf(OffsetMismatch.class);
      return false;
    }
  }

  /** That many bytes of the content, and then no more. */
  private static InputStream breaking(int bytes) {
    return new SequenceInputStream(
        new ByteArrayInputStream(CONTENT, 0, bytes),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        });
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] content() {
    byte[] content = new byte[300_000];
    new Random(5).nextBytes(content);
    return content;
  }
}
