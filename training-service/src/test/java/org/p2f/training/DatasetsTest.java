package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class DatasetsTest extends ServiceTest {
  private static final int CIFAR_RECORD = 3073;
  private static String drawn = "";

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

  @Test
  void cifarIsReadFromItsBatchesAndKnowsItsParents() throws IOException {
    byte[] records = cifarRecords();
    String train = uploaded("data_batch_1.bin", Arrays.copyOf(records, 100 * CIFAR_RECORD));
    String test =
        uploaded(
            "test_batch.bin", Arrays.copyOfRange(records, 100 * CIFAR_RECORD, 150 * CIFAR_RECORD));
    JsonNode job = finished("/v1/datasets", cifar(train, test));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    String id = job.path("artifacts").path(0).asString();
    JsonNode dataset = api().get("/v1/datasets/" + id).json();
    assertThat(dataset.path("splits").toString())
        .isEqualTo("{\"train\":90,\"validation\":10,\"test\":50}");
    assertThat(dataset.path("report").path("filesRead").asInt()).isEqualTo(2);
    assertThat(dataset.path("factors").path(0).path("classNames").path(6).asString())
        .isEqualTo("frog");
    JsonNode lineage = api().get("/v1/lineage/" + id).json();
    assertThat(lineage.path("ancestors").findValuesAsString("id"))
        .containsExactlyInAnyOrder(train, test);
    JsonNode provenance = lineage.path("artifact").path("provenance");
    assertThat(provenance.path("plan").path("source").asString()).isEqualTo("cifar10");
    assertThat(provenance.path("files").path(0).path("name").asString())
        .isEqualTo("data_batch_1.bin");
  }

  @Test
  void truncatedFileFailsTheJobNamingFileOffsetAndCause() throws IOException {
    byte[] records = cifarRecords();
    String train = uploaded("data_batch_1.bin", Arrays.copyOf(records, 2 * CIFAR_RECORD + 1000));
    String test = uploaded("test_batch.bin", Arrays.copyOf(records, CIFAR_RECORD));
    JsonNode job = finished("/v1/datasets", cifar(train, test));
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("failure").path("code").asString()).isEqualTo("invalid-data");
    assertThat(job.path("failure").path("blame").asString()).isEqualTo("user");
    assertThat(job.path("failure").path("detail").asString())
        .contains("data_batch_1.bin")
        .contains("byte 6146")
        .contains("1000 of its 3073 bytes");
    assertThat(job.path("artifacts").size()).isZero();
  }

  @Test
  void arraysBecomeADataSetAndCutOnesFailTheJob() {
    byte[] values = new byte[10 * 4 * 4 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i * 7);
    }
    String images = uploaded("images.npy", npy("10, 4, 4, 3", values));
    String labels = uploaded("labels.npy", npy("10,", new byte[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}));
    JsonNode job = finished("/v1/datasets", arrays(images, labels));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    JsonNode dataset = api().get("/v1/datasets/" + job.path("artifacts").path(0).asString()).json();
    assertThat(dataset.path("source").asString()).isEqualTo("npy");
    assertThat(dataset.path("factors").path(0).path("classes").asInt()).isEqualTo(3);
    assertThat(dataset.path("channels").asInt()).isEqualTo(3);

    String cut = uploaded("images.npy", npy("10, 4, 4, 3", Arrays.copyOf(values, 100)));
    JsonNode failed = finished("/v1/datasets", arrays(cut, labels));
    assertThat(failed.path("state").asString()).isEqualTo("failed");
    assertThat(failed.path("failure").path("detail").asString())
        .isEqualTo("images.npy: at byte 224: image 2 of 10 is cut: 4 of its 48 bytes are there");
    assertThat(failed.path("artifacts").size()).isZero();
  }

  private static Map<String, ?> arrays(String... uploads) {
    return Map.of("name", "arrays", "source", "npy", "uploadIds", List.of(uploads));
  }

  /** Bytes as NumPy saves them. */
  private static byte[] npy(String shape, byte[] values) {
    String head = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }".formatted(shape);
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.writeBytes("%-117s\n".formatted(head).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(values);
    return out.toByteArray();
  }

  @Test
  void wrongFileFailsTheJobNamingIt() {
    String wrong = uploaded("train-labels-idx1-ubyte", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    JsonNode job =
        finished(
            "/v1/datasets",
            Map.of("name", "digits", "source", "mnist", "uploadIds", List.of(wrong)));
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("failure").path("detail").asString())
        .contains("train-labels-idx1-ubyte")
        .contains("2051");
  }

  @Test
  void folderOfPicturesBecomesDataset() throws IOException {
    String zip = uploaded("pets.zip", zipOfPictures());
    JsonNode job =
        finished(
            "/v1/datasets",
            Map.of(
                "name",
                "pets",
                "source",
                "image-folder",
                "uploadIds",
                List.of(zip),
                "imageSize",
                16));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    JsonNode dataset = api().get("/v1/datasets/" + job.path("artifacts").path(0).asString()).json();
    assertThat(dataset.path("height").asInt()).isEqualTo(16);
    assertThat(dataset.path("factors").path(0).path("classNames").toString())
        .isEqualTo("[\"cat\",\"dog\"]");
  }

  @Test
  void dryRunTellsClassesAndSplitsAndKeepsNothing() throws IOException {
    String upload = uploaded("pets.zip", zipOfPictures());
    Map<String, ?> request =
        Map.of("name", "dry", "source", "image-folder", "uploadIds", List.of(upload));
    JsonNode before = api().get("/v1/jobs?limit=1").json();
    Answer answer = api().post("/v1/datasets?dryRun=true", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("factor").asString()).isEqualTo("class");
    assertThat(answer.json().path("classes").findValuesAsString("name"))
        .containsExactly("cat", "dog");
    assertThat(api().post("/v1/datasets/preview", request).json()).isEqualTo(answer.json());
    assertThat(api().get("/v1/jobs?limit=1").json()).isEqualTo(before);
    JsonNode job = finished("/v1/datasets", request);
    JsonNode dataset = api().get("/v1/datasets/" + job.path("artifacts").path(0).asString()).json();
    assertThat(answer.json().path("splits")).isEqualTo(dataset.path("splits"));

    String wrong = uploaded("pets.zip", new byte[] {1, 2, 3});
    Answer refused =
        api()
            .post(
                "/v1/datasets?dryRun=true",
                Map.of("name", "dry", "source", "image-folder", "uploadIds", List.of(wrong)));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("invalid-data");
  }

  @Test
  void badPicturesFailTheJobAllAtOnceOrAreLeftOutAndCounted() throws IOException {
    var bytes = new ByteArrayOutputStream(); // the pictures, and two files that are none
    try (var zip = new ZipOutputStream(bytes);
        var pictures = new ZipInputStream(new ByteArrayInputStream(zipOfPictures()))) {
      for (ZipEntry e = pictures.getNextEntry(); e != null; e = pictures.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(e.getName()));
        zip.write(pictures.readAllBytes());
      }
      for (String name : List.of("cat/bad.jpg", "dog/bad.png")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(new byte[] {1, 2, 3});
      }
    }
    String upload = uploaded("pets.zip", bytes.toByteArray());
    Map<String, Object> request = new HashMap<>();
    request.putAll(Map.of("name", "pets", "source", "image-folder", "uploadIds", List.of(upload)));
    JsonNode failed = finished("/v1/datasets", request);
    assertThat(failed.path("failure").path("detail").asString())
        .startsWith("pets.zip: 2 files cannot be read:")
        .contains("cat/bad.jpg: at byte 0", "dog/bad.png: at byte 0");
    request.put("skipInvalid", true);
    JsonNode job = finished("/v1/datasets", request);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    JsonNode dataset = api().get("/v1/datasets/" + job.path("artifacts").path(0).asString()).json();
    assertThat(dataset.path("report").path("filesSkipped").asInt()).isEqualTo(2);
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
        "{\"name\":\"a\",\"source\":\"synthetic\",\"sede\":1}           | sede        | unknown field; known are fetch, imageSize, name, seed, skipInvalid, source, testLimit, trainLimit, uploadIds",
      })
  void impossibleRequestIsRefusedNamingTheField(String body, String field, String message) {
    Answer answer = api().post("/v1/datasets", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error(field)).as(answer.text()).isEqualTo(message);
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
    String dataset = drawn();
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

  @Test
  void imageVanishesInNoise() throws IOException {
    String path = "/v1/datasets/" + drawn() + "/images/5";
    BufferedImage clean = picture(api().get(path));
    assertThat(clean.getWidth()).isEqualTo(32);
    double nearly = correlation(clean, picture(api().get(path + "?t=0.1")));
    double half = correlation(clean, picture(api().get(path + "?t=0.5")));
    double gone = correlation(clean, picture(api().get(path + "?t=1")));
    assertThat(nearly).isGreaterThan(.98); // σ(.1) = .023
    assertThat(half).isBetween(.1, .8); // σ(.5) = .71, the image's own deviation is about .3
    assertThat(Math.abs(gone)).isLessThan(.1); // 3,072 values: chance deviates by .018
  }

  @Test
  void imageIsTheSameForEverAndCacheable() {
    String path = "/v1/datasets/" + drawn() + "/images/5?t=0.5&seed=3";
    Answer first = api().get(path);
    Answer second = api().get(path);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.header("Cache-Control")).contains("immutable");
    Answer known = api().get(path, "If-None-Match", first.header("ETag"));
    assertThat(known.status()).isEqualTo(304);
    assertThat(api().get(path.replace("seed=3", "seed=4")).body()).isNotEqualTo(first.body());
  }

  @ParameterizedTest
  @CsvSource({
    "images/5?t=1.1,     422, t",
    "images/5?t=-0.1,    422, t",
    "images/5?t=NaN,     422, t",
    "images/5?t=x,       422, t",
    "images/5?seed=x,    422, seed",
    "images/x,           422, index",
    "images/100000,      404, ''",
    "images/-1,          404, ''",
  })
  void impossibleImageIsRefused(String path, int status, String field) {
    Answer answer = api().get("/v1/datasets/" + drawn() + "/" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status == 422) {
      assertThat(answer.error(field)).isNotEmpty();
    } else {
      assertThat(answer.problem()).isEqualTo("unknown-image");
    }
  }

  /** One small data set for all tests that only look at it. */
  private String drawn() {
    if (drawn.isEmpty()) {
      drawn = syntheticDataset(60);
    }
    return drawn;
  }

  private static Map<String, ?> cifar(String... uploads) {
    return Map.of("name", "photographs", "source", "cifar10", "uploadIds", List.of(uploads));
  }

  private static byte[] cifarRecords() throws IOException {
    try (var in =
        new GZIPInputStream(
            Files.newInputStream(
                SharedFiles.require("data/cifar-10/data_batch_1_first1000.bin.gz")))) {
      return in.readAllBytes();
    }
  }

  private static byte[] zipOfPictures() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String folder : List.of("cat", "dog")) {
        for (int i = 0; i < 20; i++) {
          var picture = new BufferedImage(20, 24, BufferedImage.TYPE_INT_RGB);
          picture.setRGB(i, i, 0xffffff);
          zip.putNextEntry(new ZipEntry("%s/%d.png".formatted(folder, i)));
          ImageIO.write(picture, "png", zip);
          zip.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static double correlation(BufferedImage a, BufferedImage b) {
    double[] x = values(a);
    double[] y = values(b);
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double[] values(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels)
        .flatMap(p -> IntStream.of(p >> 16 & 255, p >> 8 & 255, p & 255))
        .asDoubleStream()
        .toArray();
  }
}
