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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

/** Data sets of files of each kind, whole and broken. */
class DatasetSourcesTest extends ServiceTest {
  private static final int CIFAR_RECORD = 3073;

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
}
