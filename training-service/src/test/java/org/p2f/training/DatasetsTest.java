package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

/** Data sets that are drawn, and requests that are refused. */
class DatasetsTest extends ServiceTest {
  @Test
  void syntheticIsDrawnWithAllItsFactors() {
    Answer answer =
        api().post("/v1/datasets", Map.of("name", "drawn", "source", "synthetic", "seed", 3));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String jobId = answer.json().path("id").asString();
    assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + jobId);
    JsonNode job = ended(jobId);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.path("kind").asString()).isEqualTo("dataset-import");
    assertThat(job.path("plan").path("seed").asInt()).isEqualTo(3);
    assertThat(job.path("phases").findValuesAsString("name")).contains("reading");

    String id = job.path("artifacts").path(0).asString();
    JsonNode dataset = api().get("/v1/datasets/" + id).json();
    assertThat(dataset.path("name").asString()).isEqualTo("drawn");
    assertThat(dataset.path("source").asString()).isEqualTo("synthetic");
    assertThat(dataset.path("images").asInt()).isEqualTo(5760);
    assertThat(dataset.path("splits").toString())
        .isEqualTo("{\"train\":3500,\"validation\":500,\"test\":1760}");
    assertThat(dataset.path("factors").findValuesAsString("name"))
        .containsExactly("background", "foreground", "location", "shape");
    assertThat(dataset.path("factors").path(2).path("classes").asInt()).isEqualTo(16);
    assertThat(dataset.path("mean").size()).isEqualTo(3);
    assertThat(dataset.path("jobId").asString()).isEqualTo(jobId);
    assertThat(dataset.path("digest").asString()).matches("[0-9a-f]{64}");
    assertThat(api().get("/v1/datasets?limit=1").json().path("items").path(0)).isEqualTo(dataset);
  }

  @Test
  void sameRequestGivesTheSameBytes() {
    String first = syntheticDataset(60);
    String second = syntheticDataset(60);
    assertThat(first).isNotEqualTo(second);
    assertThat(api().get("/v1/datasets/" + first).json().path("digest"))
        .isEqualTo(api().get("/v1/datasets/" + second).json().path("digest"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"source\":\"synthetic\"}                                     | name        | is required",
        "{\"name\":\" \",\"source\":\"synthetic\"}                      | name        | must have 1 to 120 characters",
        "{\"name\":\"a\",\"source\":\"imagenet\"}                       | source      | must be one of: synthetic, mnist, colored-mnist, fashion-mnist, cifar10, cifar100, mini-imagenet, tiny-imagenet, celeba, image-folder, npy",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"uploadIds\":[\"upl-x\"]}   | uploadIds    | this source takes no uploads, got 1",
        "{\"name\":\"a\",\"source\":\"cifar10\",\"fetch\":true}         | fetch       | is switched off here; upload the files",
        "{\"name\":\"a\",\"source\":\"cifar10\"}                        | uploadIds   | this source takes 1 to 16 uploads, got 0",
        "{\"name\":\"a\",\"source\":\"image-folder\",\"uploadIds\":[\"a\",\"b\"]} | uploadIds | this source takes exactly 1 upload, got 2",
        "{\"name\":\"a\",\"source\":\"mnist\",\"uploadIds\":[\"a\",\"a\"]} | uploadIds[1] | is given twice",
        "{\"name\":\"a\",\"source\":\"cifar10\",\"uploadIds\":[\"upl-none\"]} | uploadIds[0] | is unknown",
        "{\"name\":\"a\",\"source\":\"image-folder\",\"uploadIds\":[\"a\"],\"imageSize\":4} | imageSize | must be 8 to 512",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"skipInvalid\":true} | skipInvalid | only of sources whose images are files of their own can some be left out",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"trainLimit\":1}     | trainLimit  | must be at least 2",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"testLimit\":0}      | testLimit   | must be at least 1",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"trainLimit\":2147483647} | trainLimit | must be at most 1000000 where images are drawn",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"testLimit\":1000001}    | testLimit  | must be at most 1000000 where images are drawn",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"validationImages\":0} | validationImages | must be at least 1",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"validationImages\":4000} | validationImages | must leave an image for training: there are 4000 to divide",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"trainLimit\":50,\"validationImages\":50} | validationImages | must leave an image for training: there are 50 to divide",
        "{\"name\":\"a\",\"source\":\"synthetic\",\"sede\":1}           | sede        | unknown field; known are fetch, imageSize, name, seed, skipInvalid, source, testLimit, trainLimit, uploadIds, validationImages",
      })
  void impossibleRequestIsRefusedNamingTheField(String body, String field, String message) {
    Answer answer = api().post("/v1/datasets", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error(field)).as(answer.text()).isEqualTo(message);
  }

  @Test
  void asManyImagesAreForValidationAsAreWanted() {
    var request =
        Map.of(
            "name",
            "drawn",
            "source",
            "synthetic",
            "trainLimit",
            60,
            "testLimit",
            5,
            "validationImages",
            24);
    var splits = "{\"train\":36,\"validation\":24,\"test\":5}";
    assertThat(api().post("/v1/datasets/preview", request).json().path("splits").toString())
        .isEqualTo(splits);
    String id = finished("/v1/datasets", request).path("artifacts").path(0).asString();
    JsonNode dataset = api().get("/v1/datasets/" + id).json();
    assertThat(dataset.path("splits").toString()).isEqualTo(splits);
  }

  @Test
  void imagesOfAnySourceCanBeReduced() {
    JsonNode job = reduced(16);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    JsonNode dataset = api().get("/v1/datasets/" + job.path("artifacts").path(0).asString()).json();
    assertThat(dataset.path("height").asInt()).isEqualTo(16);
    assertThat(dataset.path("width").asInt()).isEqualTo(16);
  }

  @Test
  void sizesThatDoNotDivideTheImagesAreRefused() {
    JsonNode job = reduced(12);
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("failure").path("detail").asString())
        .contains("images of 32×32 pixels cannot be reduced to 12 a side");
  }

  private JsonNode reduced(int imageSize) {
    return finished(
        "/v1/datasets",
        Map.of(
            "name",
            "small",
            "source",
            "synthetic",
            "trainLimit",
            20,
            "testLimit",
            5,
            "imageSize",
            imageSize));
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    Answer answer =
        api()
            .post(
                "/v1/datasets",
                Map.of("name", "", "source", "cifar10", "imageSize", 4, "trainLimit", 0));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactly("name", "uploadIds", "imageSize", "trainLimit");
  }

  @Test
  void artifactThatIsNoUploadIsRefused() {
    String dataset = syntheticDataset(60);
    Answer answer =
        api()
            .post(
                "/v1/datasets",
                Map.of("name", "a", "source", "cifar10", "uploadIds", List.of(dataset)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("uploadIds[0]")).isEqualTo("is no upload");
  }

  @Test
  void sameKeyGivesTheSameJob() {
    Map<String, ?> request =
        Map.of("name", "once", "source", "synthetic", "trainLimit", 50, "testLimit", 10);
    Answer first = api().post("/v1/datasets", request, "Idempotency-Key", "k-1");
    Answer second = api().post("/v1/datasets", request, "Idempotency-Key", "k-1");
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    Answer other =
        api()
            .post(
                "/v1/datasets",
                Map.of("name", "other", "source", "synthetic"),
                "Idempotency-Key",
                "k-1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.problem()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void unknownDatasetIs404() {
    Answer answer = api().get("/v1/datasets/ds-none");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("unknown-dataset");
    assertThat(api().get("/v1/datasets/ds-none/images/0").problem()).isEqualTo("unknown-dataset");
  }
}
