package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;

/** The tus protocol 1.0, as its text has it. */
class ResumableUploadsApiTest extends ServiceTest {
  private static final byte[] CONTENT = content();

  @Test
  void fileInPartsBecomesAnUpload() {
    Answer begun = begin("train.bin", CONTENT.length);
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    assertThat(begun.header("Tus-Resumable")).isEqualTo("1.0.0");
    String location = begun.header("Location");
    assertThat(location).startsWith("/v1/resumable-uploads/rup-");

    Answer first = append(location, 0, 400_000);
    assertThat(first.status()).as(first.text()).isEqualTo(204);
    assertThat(first.header("Upload-Offset")).isEqualTo("400000");
    assertThat(first.header("Upload-Expires")).endsWith("GMT");

    Answer asked = api().head(location);
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.header("Upload-Offset")).isEqualTo("400000");
    assertThat(asked.header("Upload-Length")).isEqualTo("1000000");
    assertThat(asked.header("Upload-Metadata")).isEqualTo("is_confidential,filename dHJhaW4uYmlu");
    assertThat(asked.header("Cache-Control")).isEqualTo("no-store");
    assertThat(asked.header("Tus-Resumable")).isEqualTo("1.0.0");

    Answer last = append(location, 400_000, 1_000_000);
    assertThat(last.status()).isEqualTo(204);
    Answer upload = api().get(last.header("Content-Location"));
    assertThat(upload.json().path("name").asString()).isEqualTo("train.bin");
    assertThat(upload.json().path("sha256").asString())
        .isEqualTo(HexFormat.of().formatHex(digest("SHA-256", CONTENT)));
    assertThat(api().get(location).json().path("uploadId")).isEqualTo(upload.json().path("id"));
  }

  @Test
  void wholeFileIsCheckedWhereItsDigestWasSaid() {
    String sha256 = HexFormat.of().formatHex(digest("SHA-256", Arrays.copyOf(CONTENT, 10)));
    String metadata =
        "filename YQ==,sha256 "
            + Base64.getEncoder().encodeToString(sha256.getBytes(StandardCharsets.US_ASCII));
    Answer begun = begin(10, metadata);
    assertThat(begun.json().path("sha256").asString()).isEqualTo(sha256);
    assertThat(begun.header("Upload-Metadata")).isEqualTo(metadata);
    assertThat(append(begun.header("Location"), 0, 10).status()).isEqualTo(204);
    Answer wrong = append(begin(9, metadata).header("Location"), 0, 9);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.problem()).isEqualTo("digest-mismatch");
  }

  @Test
  void optionsTellWhatIsSpoken() {
    Answer answer = api().send("OPTIONS", "/v1/resumable-uploads", BodyPublishers.noBody());
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(answer.header("Tus-Extension").split(","))
        .containsExactlyInAnyOrder("creation", "checksum", "expiration", "termination");
    assertThat(answer.header("Tus-Checksum-Algorithm").split(",")).contains("sha1");
    assertThat(answer.header("Tus-Max-Size")).isEqualTo(Integer.toString(3 << 20));
  }

  @Test
  void anotherVersionIsRefused() {
    String location = begin("a", 10).header("Location");
    Answer answer = api().head(location, "Tus-Resumable", "0.2.2");
    assertThat(answer.status()).isEqualTo(412);
    assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(api().get(location, "Tus-Resumable", "0.2.2").problem())
        .isEqualTo("unsupported-tus-version");
  }

  @Test
  void partElsewhereIsAConflictThatTellsWhereToGoOn() {
    String location = begin("a", 10).header("Location");
    append(location, 0, 4);
    Answer answer = append(location, 5, 10);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("offset-mismatch");
    assertThat(answer.json().path("detail").asString()).contains("4 bytes have come");
  }

  @Test
  void partBehindTheEndIsRefused() {
    Answer answer = append(begin("a", 10).header("Location"), 0, 11);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("upload-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1 SHA-1", "sha256 SHA-256"})
  void partIsKeptIfItsChecksumFits(String names) {
    String location = begin("a", 10).header("Location");
    String algorithm = names.split(" ")[0];
    byte[] part = Arrays.copyOf(CONTENT, 4);
    String fits = Base64.getEncoder().encodeToString(digest(names.split(" ")[1], part));
    Answer wrong = append(location, 0, 5, "Upload-Checksum", algorithm + " " + fits);
    assertThat(wrong.status()).isEqualTo(460);
    assertThat(wrong.problem()).isEqualTo("digest-mismatch");
    assertThat(api().head(location).header("Upload-Offset")).isEqualTo("0");
    Answer right = append(location, 0, 4, "Upload-Checksum", algorithm + " " + fits);
    assertThat(right.header("Upload-Offset")).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5 YQ==", "sha1", "sha1 !", ""})
  void checksumThatCannotBeReadIsRefused(String header) {
    Answer answer = append(begin("a", 10).header("Location"), 0, 5, "Upload-Checksum", header);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "filename",
        "filename !",
        "type YQ==",
        "filename YS9i",
        "filename a b",
        ",,",
        "filename YQ==,sha256 YQ=="
      })
  void metadataWithoutAFileNameAreRefused(String metadata) {
    Answer answer = begin(10, metadata);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error("Upload-Metadata")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.5"})
  void lengthThatIsNoneIsRefused(String length) {
    Answer answer =
        api()
            .send(
                "POST",
                "/v1/resumable-uploads",
                BodyPublishers.noBody(),
                "Upload-Length",
                length,
                "Upload-Metadata",
                "filename YQ==");
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error("Upload-Length")).isNotEmpty();
  }

  @Test
  void lengthBeyondTheLimitIsRefused() {
    Answer answer = begin("large", (3 << 20) + 1);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("upload-too-large");
  }

  @Test
  void whatCameBeforeTheConnectionBrokeIsKept() throws IOException {
    String location = begin("cut", CONTENT.length).header("Location");
    try (var socket = open(location, CONTENT.length)) {
      socket.getOutputStream().write(CONTENT, 0, 100_000);
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 400 ")
          .contains("body-cut-short");
    }
    Waiting.until(
        "the part to be kept",
        () -> api().head(location).header("Upload-Offset"),
        offset -> offset.equals("100000"));
    Answer last = append(location, 100_000, CONTENT.length);
    assertThat(last.header("Content-Location")).startsWith("/v1/uploads/upl-");
  }

  @Test
  void whatIsGivenUpIsGone() {
    String location = begin("a", 10).header("Location");
    append(location, 0, 4);
    assertThat(api().delete(location).status()).isEqualTo(204);
    Answer gone = append(location, 4, 10);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.problem()).isEqualTo("unknown-resumable-upload");
    assertThat(api().delete(location).status()).isEqualTo(404);
    assertThat(api().get("/v1/resumable-uploads").text()).doesNotContain(location.substring(22));
  }

  @Test
  void partNeedsTheScopeRun() {
    String location = begin("a", 10).header("Location");
    Answer answer =
        Api.at(port)
            .with(TOKENS.token("read"))
            .send("PATCH", location, BodyPublishers.ofByteArray(new byte[1]));
    assertThat(answer.status()).isEqualTo(403);
  }

  private Answer begin(String name, long bytes) {
    String base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    return begin(bytes, "is_confidential,filename " + base64);
  }

  private Answer begin(long bytes, String metadata) {
    return api()
        .send(
            "POST",
            "/v1/resumable-uploads",
            BodyPublishers.noBody(),
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            Long.toString(bytes),
            "Upload-Metadata",
            metadata);
  }

  private Answer append(String location, int from, int to, String... headers) {
    return api()
        .send(
            "PATCH",
            location,
            BodyPublishers.ofByteArray(Arrays.copyOfRange(CONTENT, from, to)),
            Stream.concat(
                    Stream.of(
                        "Tus-Resumable",
                        "1.0.0",
                        "Content-Type",
                        "application/offset+octet-stream",
                        "Upload-Offset",
                        Integer.toString(from)),
                    Stream.of(headers))
                .toArray(String[]::new));
  }

  private Socket open(String location, int declared) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    String head =
        """
        PATCH %s HTTP/1.1
        Host: localhost
        Connection: close
        Authorization: Bearer %s
        Content-Type: application/offset+octet-stream
        Upload-Offset: 0
        Content-Length: %d

        """
            .formatted(location, TOKENS.token("read run"), declared)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] content() {
    byte[] content = new byte[1_000_000];
    new Random(9).nextBytes(content);
    return content;
  }
}
