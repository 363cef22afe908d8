package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.springframework.beans.factory.annotation.Value;

class UploadsTest extends ServiceTest {
  @Value("${p2f.store.root}")
  private Path store;

  private static final byte[] CONTENT = "a small file".getBytes(StandardCharsets.UTF_8);

  @Test
  void bodyIsStoredAsItCame() {
    byte[] content = new byte[1_234_567];
    new Random(7).nextBytes(content);
    Answer answer = upload("train.bin", content, "Content-Digest", digest(content));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String id = answer.json().path("id").asString();
    assertThat(id).startsWith("upl-");
    assertThat(answer.header("Location")).isEqualTo("/v1/uploads/" + id);
    assertThat(answer.json().path("name").asString()).isEqualTo("train.bin");
    assertThat(answer.json().path("bytes").asLong()).isEqualTo(content.length);
    assertThat(answer.json().path("sha256").asString())
        .isEqualTo(HexFormat.of().formatHex(sha256(content)));
    assertThat(api().get("/v1/uploads/" + id).json()).isEqualTo(answer.json());
    assertThat(api().get("/v1/artifacts/" + id + "/files/content").body()).isEqualTo(content);
    assertThat(api().get("/v1/uploads?limit=1").json().path("items").path(0))
        .isEqualTo(answer.json());
  }

  @Test
  void bodyOfUnknownLengthIsStoredToo() {
    Answer answer =
        api()
            .send(
                "POST",
                "/v1/uploads?name=chunked",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(CONTENT)),
                "Content-Type",
                "application/octet-stream");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("bytes").asLong()).isEqualTo(CONTENT.length);
  }

  @Test
  void digestThatIsNotTheBodysIsRefused() {
    Answer answer = upload("a", CONTENT, "Content-Digest", digest(new byte[1]));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("digest-mismatch");
    assertThat(staged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sha-256=abc", "md5=:YQ==:", "sha-256=:YQ==:", "sha-256=:!:", "sha-256", ":::"})
  void digestThatCannotBeReadIsRefused(String header) {
    Answer answer = upload("a", CONTENT, "Content-Digest", header);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("bad-request");
    assertThat(answer.json().path("detail").asString()).contains("Content-Digest");
  }

  @Test
  void otherDigestsBesideSha256AreIgnored() {
    String header = "md5=:YQ==:, " + digest(CONTENT) + ", sha-512=:YQ==:";
    assertThat(upload("a", CONTENT, "Content-Digest", header).status()).isEqualTo(201);
  }

  @Test
  void declaredLengthBeyondTheLimitIsRefused() {
    Answer answer = upload("large", new byte[(3 << 20) + 1]);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("upload-too-large");
  }

  @Test
  void undeclaredLengthBeyondTheLimitIsRefused() {
    Answer answer =
        api()
            .send(
                "POST",
                "/v1/uploads?name=large",
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[(3 << 20) + 1])),
                "Content-Type",
                "application/octet-stream");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("upload-too-large");
    assertThat(staged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%20", ".", "..", "a%2Fb", "a%5Cb", "a%00b", "a%0Ab", "%E2%80%AEexe"})
  void nameThatIsNoFileNameIsRefused(String name) {
    Answer answer = upload(name, CONTENT);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("name")).isNotEmpty();
  }

  @Test
  void nameIsRequired() {
    Answer answer =
        api()
            .send(
                "POST",
                "/v1/uploads",
                BodyPublishers.ofByteArray(CONTENT),
                "Content-Type",
                "application/octet-stream");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("name")).isEqualTo("is required");
  }

  /** As curl -F file=@name sends it. */
  private Answer form(String path, String part, String fileName, byte[] content) {
    byte[] head =
        """
        --limit
        Content-Disposition: form-data; name="%s"; filename="%s"
        Content-Type: application/octet-stream

        """
            .formatted(part, fileName)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] end = "\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8);
    return api()
        .send(
            "POST",
            path,
            BodyPublishers.ofByteArrays(List.of(head, content, end)),
            "Content-Type",
            "multipart/form-data; boundary=limit");
  }

  @Test
  void fileOfAFormIsStoredAsItCame() {
    byte[] content = new byte[1_234_567];
    new Random(8).nextBytes(content);
    Answer answer = form("/v1/uploads", "file", "train.bin", content);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("name").asString()).isEqualTo("train.bin");
    assertThat(answer.json().path("sha256").asString())
        .isEqualTo(HexFormat.of().formatHex(sha256(content)));
    String id = answer.json().path("id").asString();
    assertThat(answer.header("Location")).isEqualTo("/v1/uploads/" + id);
    assertThat(api().get("/v1/artifacts/" + id + "/files/content").body()).isEqualTo(content);
  }

  @Test
  void fileOfAFormIsNamedAsAskedOrByTheEndOfItsPath() {
    assertThat(form("/v1/uploads?name=b", "file", "a", CONTENT).json().path("name").asString())
        .isEqualTo("b");
    assertThat(form("/v1/uploads", "file", "/data/a.bin", CONTENT).json().path("name").asString())
        .isEqualTo("a.bin");
  }

  @Test
  void formWithoutItsFileOrWithAnotherFieldIsRefusedByName() {
    Answer other = form("/v1/uploads", "upload", "a", CONTENT);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.problem()).isEqualTo("unknown-parameter");
    assertThat(other.error("upload")).contains("file, name");
    assertThat(form("/v1/uploads", "file", "", CONTENT).error("name")).isNotEmpty();
  }

  @Test
  void formBeyondTheLimitIsRefused() {
    Answer answer = form("/v1/uploads", "file", "large", new byte[(3 << 20) + 1]);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(staged()).isEmpty();
  }

  @Test
  void bodyThatIsNotOctetsIsRefused() {
    Answer answer = api().post("/v1/uploads?name=a", "{}");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.problem()).isEqualTo("unsupported-media-type");
  }

  @Test
  void bodyThatEndsEarlyIsRefusedAndLeavesNothing() throws IOException {
    String before = newest();
    try (var socket = open(1000)) {
      socket.getOutputStream().write(CONTENT);
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .contains("https://p2f.org/problems/body-cut-short")
          .contains("12 of 1000 bytes");
    }
    assertThat(staged()).isEmpty();
    assertThat(newest()).isEqualTo(before);
  }

  @Test
  void brokenConnectionLeavesNothing() throws IOException {
    String before = newest();
    try (var socket = open(1_000_000)) {
      socket.getOutputStream().write(new byte[100_000]);
      socket.getOutputStream().flush();
      Waiting.until("the draft to be there", this::staged, files -> !files.isEmpty());
    }
    Waiting.until("the draft to be gone", this::staged, List::isEmpty);
    assertThat(newest()).isEqualTo(before);
  }

  @Test
  void unknownUploadIs404() {
    Answer answer = api().get("/v1/uploads/upl-none");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("unknown-upload");
  }

  @Test
  void uploadNeedsTheScopeRun() {
    Answer answer =
        Api.at(port)
            .with(TOKENS.token("read"))
            .send("POST", "/v1/uploads?name=a", BodyPublishers.ofByteArray(CONTENT));
    assertThat(answer.status()).isEqualTo(403);
  }

  private Socket open(int declared) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    String head =
        """
        POST /v1/uploads?name=cut HTTP/1.1
        Host: localhost
        Connection: close
        Authorization: Bearer %s
        Content-Type: application/octet-stream
        Content-Length: %d

        """
            .formatted(TOKENS.token("read run"), declared)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private String newest() {
    return api().get("/v1/uploads?limit=1").text();
  }

  /** Files in the making. */
  private List<Path> staged() {
    try (Stream<Path> files = Files.walk(store.resolve("tmp"))) {
      return files.filter(f -> f.endsWith("content")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(sha256(content)));
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
