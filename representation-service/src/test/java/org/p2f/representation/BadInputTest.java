package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;

/** Every bad request is answered with what is wrong with it, and the next good one is served. */
class BadInputTest extends ServiceTest {
  private static final String PATH = "/v1/encodings";

  @AfterEach
  void theNextGoodCallIsServed() {
    assertThat(post(good()).status()).isEqualTo(200);
  }

  @Test
  void timesOutsideTheUnitInterval() {
    Answer answer = post(with("t", List.of(.5, 1.5, 0, -1e-9)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-request");
    assertThat(answer.error("t[1]")).isEqualTo("must be in [0, 1], is 1.5");
    assertThat(answer.error("t[3]")).startsWith("must be in [0, 1]");
    assertThat(answer.json().get("errors").size()).isEqualTo(2);
  }

  @Test
  void timesThatAreNoNumbers() {
    Answer text = post(with("t", List.of(0, "NaN")));
    assertThat(text.status()).isEqualTo(422);
    assertThat(text.error("t[1]")).isEqualTo("must be a finite number");
    Answer literal = api().post(PATH, "{\"modelId\":\"m\",\"t\":[NaN]}");
    assertThat(literal.status()).isEqualTo(400);
    assertThat(literal.problem()).isEqualTo("malformed-json");
  }

  @Test
  void neitherTimesNorGridAndBoth() {
    assertThat(post(without("t")).error("t")).isEqualTo("is required, or grid in its place");
    assertThat(post(with("grid", 2)).error("grid")).isEqualTo("must not be given together with t");
  }

  @Test
  void tooManyTimes() {
    assertThat(post(with("t", Collections.nCopies(257, .5))).error("t"))
        .isEqualTo("must have 1 to 256 times, has 257");
    assertThat(post(with("t", List.of())).error("t")).contains("has 0");
    var coarse = without("t");
    coarse.put("grid", 0);
    assertThat(post(coarse).error("grid")).isEqualTo("must be 1 to 255, is 0");
  }

  @Test
  void neitherImagesNorItemsAndBoth() {
    assertThat(post(without("images")).error("images"))
        .isEqualTo("is required, or items or pixels in its place");
    assertThat(post(with("images", List.of())).error("images"))
        .isEqualTo("must have 1 to 1024 images, has 0");
    var both = with("items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(0)));
    assertThat(post(both).error("items")).isEqualTo("must not be given together with images");
  }

  @Test
  void tooManyCodes() {
    var request = without("images");
    request.put(
        "items", Map.of("datasetId", tiny().datasetId(), "indices", Collections.nCopies(1000, 0)));
    request.put("t", Collections.nCopies(100, .5));
    assertThat(post(request).error("items.indices"))
        .isEqualTo("1000 images at 100 times are 100000 codes; one request may ask for 65536");
  }

  @Test
  void anImageOfAnotherSize() {
    Answer answer = post(with("images", List.of(image(Pictures.png(32, 1)), image(wrongSize()))));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("images[1].content"))
        .isEqualTo("has 64×64 pixels (width×height), not 32×32");
  }

  @Test
  void aHundredMegapixels() {
    byte[] bomb = Pictures.png(new BufferedImage(10_000, 10_000, BufferedImage.TYPE_BYTE_BINARY));
    assertThat(bomb.length).isLessThan(1 << 20);
    Answer answer = post(with("images", List.of(image(bomb))));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("images[0].content")).startsWith("has 10000×10000 pixels");
  }

  @Test
  void truncatedImages() {
    byte[] jpeg = Pictures.jpeg(Pictures.noise(BufferedImage.TYPE_INT_RGB, 32, 32, 1));
    Answer answer =
        post(
            with(
                "images",
                List.of(
                    image(Pictures.firstHalf(jpeg)),
                    image(Pictures.png(32, 1)),
                    image(Pictures.firstHalf(Pictures.png(32, 1))))));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("images[0].content")).contains("JPEG file ends");
    assertThat(answer.error("images[1].content")).isEmpty();
    assertThat(answer.error("images[2].content")).contains("PNG file ends");
  }

  @Test
  void contentThatIsNoImage() {
    assertThat(post(with("images", List.of(Map.of("content", "!")))).error("images[0].content"))
        .startsWith("is not base64");
    assertThat(post(with("images", List.of(image(new byte[9])))).error("images[0].content"))
        .isEqualTo("is neither PNG nor JPEG");
  }

  @Test
  void anUnknownModel() {
    Answer answer = post(with("modelId", "mdl-none"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("unknown-model");
    assertThat(answer.error("modelId")).isEqualTo("there is no model 'mdl-none'");
    assertThat(post(with("modelId", tiny().datasetId())).problem()).isEqualTo("unknown-model");
    assertThat(post(with("modelId", "mdl-\0")).error("modelId"))
        .isEqualTo("must be text without U+0000 and half surrogate pairs");
  }

  @Test
  void unknownItems() {
    var request = without("images");
    request.put("items", Map.of("datasetId", "ds-none", "indices", List.of(0)));
    assertThat(post(request).problem()).isEqualTo("unknown-dataset");
    request.put("items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(0, 360, -1)));
    Answer answer = post(request);
    assertThat(answer.error("items.indices[1]")).isEqualTo("must be 0 to 359, is 360");
    assertThat(answer.error("items.indices[2]")).isEqualTo("must be 0 to 359, is -1");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    Answer answer =
        post(
            Map.of(
                "modelId", tiny().modelId(),
                "images", List.of(image(wrongSize()), image(new byte[9])),
                "t", List.of(2)));
    assertThat(answer.json().get("errors").size()).isEqualTo(3);
  }

  @Test
  void anUnknownField() {
    Answer answer = post(with("modle", "m"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("modle")).startsWith("unknown field; known are ");
    assertThat(post(with("images", List.of(Map.of("content", "", "x", 1)))).error("images[0].x"))
        .startsWith("unknown field");
  }

  @Test
  void wrongTypes() {
    assertThat(post(with("t", "half")).error("t")).isEqualTo("must be an array");
    assertThat(post(with("modelId", 7)).error("modelId")).isEqualTo("must be a string");
    assertThat(post(with("weights", "best")).error("weights"))
        .isEqualTo("must be one of: raw, ema");
    assertThat(post(with("images", List.of("abc"))).status()).isEqualTo(422);
    assertThat(post(without("modelId")).error("modelId")).isEqualTo("is required");
    assertThat(api().post(PATH, "{").status()).isEqualTo(400);
    assertThat(api().post(PATH, "").problem()).isEqualTo("malformed-json");
  }

  @Test
  void aBodyThatIsTooLarge() {
    String body = "{\"modelId\":\"%s\"}".formatted("m".repeat(33 << 20));
    Answer answer = api().post(PATH, body);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("body-too-large");
  }

  @Test
  void noTokenAndBadTokens() {
    assertThat(anyone().post(PATH, good()).status()).isEqualTo(401);
    String expired = TOKENS.token("run", Instant.now().minusSeconds(60));
    assertThat(anyone().with(expired).post(PATH, good()).status()).isEqualTo(401);
    assertThat(anyone().with(TOKENS.token("read")).post(PATH, good()).status()).isEqualTo(403);
  }

  @Test
  void wrongMethodAndMediaType() {
    Answer method = api().get(PATH);
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.problem()).isEqualTo("method-not-allowed");
    Answer type =
        api().send("POST", PATH, BodyPublishers.ofString("x"), "Content-Type", "text/plain");
    assertThat(type.status()).isEqualTo(415);
  }

  @Test
  void badRequestsDoNotSpoilThoseBesideThem() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 20; i++) {
        Map<String, Object> request =
            i % 2 == 0 ? good() : with("images", List.of(image(wrongSize())));
        statuses.add(callers.submit(() -> post(request).status()));
      }
      for (int i = 0; i < statuses.size(); i++) {
        assertThat(statuses.get(i).get()).isEqualTo(i % 2 == 0 ? 200 : 422);
      }
    }
  }

  private Answer post(Object request) {
    return api().post(PATH, request);
  }

  private static Map<String, Object> good() {
    var request = new HashMap<String, Object>();
    request.put("modelId", tiny().modelId());
    request.put("images", List.of(image(Pictures.png(TinyModel.SIDE, 1))));
    request.put("t", List.of(.5));
    return request;
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> request = good();
    request.put(field, value);
    return request;
  }

  private static Map<String, Object> without(String field) {
    Map<String, Object> request = good();
    request.remove(field);
    return request;
  }

  private static Map<String, String> image(byte[] content) {
    return Map.of("content", Pictures.base64(content));
  }

  private static byte[] wrongSize() {
    return Pictures.png(64, 1);
  }
}
