package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.sample.FakeArtifacts;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class ArtifactsTest extends SampleTest {
  private static final String FILE = "/v1/artifacts/ds-file/files/data.bin";

  private final byte[] content = new byte[300_000]; // more than one buffer of any layer

  private String etag() {
    return '"' + FakeArtifacts.sha256(content) + '"';
  }

  @BeforeEach
  void record() {
    new Random(7).nextBytes(content);
    artifacts.add("ds-file", content);
  }

  @Test
  void artifactIsShownWhole() {
    JsonNode artifact = api().get("/v1/artifacts/ds-file").json();
    assertThat(artifact.path("kind").asString()).isEqualTo("dataset");
    assertThat(artifact.path("bytes").asLong()).isEqualTo(300_000);
    assertThat(artifact.at("/files/0/sha256").asString()).isEqualTo(FakeArtifacts.sha256(content));
    assertThat(artifact.at("/attributes/images").asInt()).isEqualTo(3);
    assertThat(artifact.has("jobId")).isFalse();
  }

  @Test
  void listIsFilteredByKind() {
    assertThat(api().get("/v1/artifacts?kind=dataset").json().path("items").isEmpty()).isFalse();
    assertThat(api().get("/v1/artifacts?kind=model").json().path("items").isEmpty()).isTrue();
  }

  @Test
  void fileComesWholeWithItsDigestAsTag() {
    Answer answer = api().get(FILE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(answer.header("ETag")).isEqualTo(etag());
    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"data.bin\"");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("Cache-Control")).contains("immutable");
  }

  @Test
  void headTellsTheLengthAndSendsNothing() {
    Answer answer = api().head(FILE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("300000");
    assertThat(answer.header("ETag")).isEqualTo(etag());
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void emptyFileIsSentToo() {
    artifacts.add("ds-empty", new byte[0]);
    Answer answer = api().get("/v1/artifacts/ds-empty/files/data.bin");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,            0,      1",
    "bytes=100-199,        100,    200",
    "bytes=299999-,        299999, 300000",
    "bytes=-10,            299990, 300000",
    "bytes=-999999,        0,      300000",
    "bytes=200000-9999999, 200000, 300000",
  })
  void rangeIsSentAlone(String range, int start, int end) {
    Answer answer = api().get(FILE, "Range", range);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, start, end));
    boolean whole = start == 0 && end == content.length;
    assertThat(answer.status()).isEqualTo(whole ? 200 : 206);
    assertThat(answer.header("Content-Range"))
        .isEqualTo(whole ? "" : "bytes %d-%d/300000".formatted(start, end - 1));
    assertThat(answer.header("ETag")).isEqualTo(etag());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes="})
  void rangeThatIsNoneOrManyIsIgnored(String range) {
    Answer answer = api().get(FILE, "Range", range);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasSize(300_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=300000-", "bytes=300000-300001", "bytes=-0"})
  void rangeOutsideIs416AndTellsTheLength(String range) {
    Answer answer = api().get(FILE, "Range", range);
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.problem()).isEqualTo("range-not-satisfiable");
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */300000");
    assertThat(answer.header("ETag")).isEmpty();
  }

  @Test
  void whatTheClientHasIsNotSentAgain() {
    Answer answer = api().get(FILE, "If-None-Match", etag());
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("ETag")).isEqualTo(etag());
    assertThat(api().get(FILE, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void rangeOfAnotherVersionIsAnsweredWithTheWhole() {
    assertThat(api().get(FILE, "Range", "bytes=0-9", "If-Range", "\"other\"").status())
        .isEqualTo(200);
    assertThat(api().get(FILE, "Range", "bytes=0-9", "If-Range", etag()).status()).isEqualTo(206);
  }

  @Test
  void unknownArtifactAndUnknownFileAre404() {
    assertThat(api().get("/v1/artifacts/ds-x").problem()).isEqualTo("unknown-artifact");
    assertThat(api().get("/v1/artifacts/ds-x/files/data.bin").problem())
        .isEqualTo("unknown-artifact");
    Answer file = api().get("/v1/artifacts/ds-file/files/other.bin");
    assertThat(file.status()).isEqualTo(404);
    assertThat(file.problem()).isEqualTo("unknown-file");
    assertThat(api().get("/v1/lineage/ds-x").problem()).isEqualTo("unknown-artifact");
  }

  @Test
  void lineageGoesBothWaysAndMeetsDiamondsOnce() {
    artifacts.add("l-upload", new byte[1]);
    artifacts.add("l-data", new byte[1], "l-upload");
    artifacts.add("l-model", new byte[1], "l-data");
    artifacts.add("l-codes", new byte[1], "l-model", "l-data");
    artifacts.add("l-table", new byte[1], "l-codes");
    JsonNode ofModel = api().get("/v1/lineage/l-model").json();
    assertThat(ids(ofModel.path("ancestors"))).containsExactly("l-data", "l-upload");
    assertThat(ids(ofModel.path("descendants"))).containsExactly("l-codes", "l-table");
    JsonNode ofTable = api().get("/v1/lineage/l-table").json();
    assertThat(ids(ofTable.path("ancestors")))
        .containsExactly("l-codes", "l-model", "l-data", "l-upload");
    List<String> edges = new ArrayList<>();
    ofTable
        .path("edges")
        .forEach(e -> edges.add(e.path("parent").asString() + ">" + e.path("child").asString()));
    assertThat(edges)
        .containsExactlyInAnyOrder(
            "l-codes>l-table",
            "l-model>l-codes",
            "l-data>l-codes",
            "l-data>l-model",
            "l-upload>l-data");
    assertThat(ofTable.path("truncated").asBoolean()).isFalse();
  }

  @Test
  void lineageIsBounded() {
    artifacts.add("wide", new byte[1]);
    for (int i = 0; i < 501; i++) {
      artifacts.add("wide-" + i, new byte[1], "wide");
    }
    JsonNode lineage = api().get("/v1/lineage/wide").json();
    assertThat(lineage.path("descendants").size()).isEqualTo(500);
    assertThat(lineage.path("truncated").asBoolean()).isTrue();
  }

  private static List<String> ids(JsonNode artifacts) {
    List<String> ids = new ArrayList<>();
    artifacts.forEach(artifact -> ids.add(artifact.path("id").asString()));
    return ids;
  }
}
