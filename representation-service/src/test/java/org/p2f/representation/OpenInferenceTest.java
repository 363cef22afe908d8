package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the Open Inference Protocol's own documents say of HTTP: {@code inference_rest.md} of
 * kserve/open-inference-protocol, and {@code extension_binary_data.md} and {@code
 * extension_model_repository.md} of triton-inference-server/server.
 */
class OpenInferenceTest extends ServiceTest {
  private static final int VALUES = 3 * TinyModel.SIDE * TinyModel.SIDE;
  private static final String LENGTH = "Inference-Header-Content-Length";

  /** "A failed … request must be indicated by an HTTP error status"; the body has "error". */
  @Test
  void everyRefusalSaysErrorInPlainJson() {
    for (Answer refused :
        List.of(
            api().get("/v2/models/none"),
            api().get("/v2/models/none/ready"),
            api().get("/v2/nothing"),
            api().post(infer(), Map.of("inputs", List.of())),
            api().send("POST", infer(), BodyPublishers.ofString("{"), "Content-Type", "text/json"),
            anyone().get("/v2/health/live"),
            anyone().with(TOKENS.token("read")).post(infer(), Map.of()))) {
      assertThat(refused.status()).as(refused.text()).isBetween(400, 499);
      assertThat(refused.header("Content-Type")).isEqualTo("application/json");
      assertThat(refused.json().path("error").asString()).isNotEmpty();
      assertThat(refused.problem()).isNotEmpty();
    }
    Answer several = api().post(infer(), Map.of("inputs", List.of(), "id", 7));
    assertThat(several.json().path("error").asString())
        .contains("inputs: must have a tensor named images, and one named t")
        .contains("id: must be a string");
    assertThat(api().get("/v1/datasets/none").text()).doesNotContain("\"error\"");
  }

  /** "path contents in [] are optional": each path of a model takes a version, too. */
  @Test
  void modelsAreAskedWithTheirVersionOrWithout() {
    String model = "/v2/models/" + tiny().modelId();
    JsonNode told = api().get(model).json();
    String version = told.at("/versions/0").asString();
    assertThat(told.path("versions").size()).isEqualTo(1);
    assertThat(api().get(model + "/versions/" + version).json()).isEqualTo(told);
    JsonNode ready =
        Waiting.until(
                "it is loaded",
                () -> api().get(model + "/versions/" + version + "/ready"),
                answer -> answer.status() == 200)
            .json();
    assertThat(ready).isEqualTo(api().get(model + "/ready").json());
    assertThat(ready.path("name").asString()).isEqualTo(tiny().modelId());
    assertThat(ready.path("ready").asBoolean()).isTrue();
    JsonNode codes = api().post(model + "/versions/" + version + "/infer", request()).json();
    assertThat(codes).isEqualTo(api().post(infer(), request()).json());
    assertThat(codes.path("model_version").asString()).isEqualTo(version);
    for (Answer unknown :
        List.of(
            api().get(model + "/versions/1"),
            api().get(model + "/versions/1/ready"),
            api().post(model + "/versions/1/infer", request()))) {
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.json().path("error").asString())
          .isEqualTo("No model '%s' of version '1'".formatted(tiny().modelId()));
    }
  }

  /** "if specified this identifier must be returned"; "outputs" is optional. */
  @Test
  void idsAreReturnedAndOutputsMayBeNamed() {
    var request = request();
    assertThat(api().post(infer(), request).json().has("id")).isFalse();
    request.put("id", "42");
    for (List<?> outputs : List.of(List.of(), List.of(Map.of("name", "z")))) {
      request.put("outputs", outputs);
      JsonNode answer = api().post(infer(), request).json();
      assertThat(answer.path("id").asString()).isEqualTo("42");
      assertThat(answer.at("/outputs/0/name").asString()).isEqualTo("z");
      assertThat(answer.at("/outputs/0/datatype").asString()).isEqualTo("FP32");
      assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[1,2,16]");
      assertThat(answer.at("/outputs/0/data").size()).isEqualTo(32);
      assertThat(answer.path("outputs").size()).isEqualTo(1);
    }
  }

  /** "flattened or nested": data may be either. */
  @Test
  void nestedDataIsTheSame() {
    var nested = request();
    var inputs = List.of(input("images", nest(), 1, 3, 32, 32), times());
    nested.put("inputs", inputs);
    assertThat(api().post(infer(), nested).json()).isEqualTo(api().post(infer(), request()).json());
  }

  private static List<?> nest() {
    var row = Collections.nCopies(TinyModel.SIDE, .5);
    var plane = Collections.nCopies(TinyModel.SIDE, row);
    return List.of(List.of(plane, plane, plane));
  }

  /** The body is that request, with {@code change} in place of what its member has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id | 7 | id: must be a string",
        "inputs | {} | inputs: must be a list",
        "outputs | {} | outputs: must be a list",
        "outputs | [{\"name\": \"y\"}] | outputs[0]: has the name 'y'; a model gives z",
        "outputs | [{\"name\": \"z\"}, {\"name\": \"z\"}] | outputs[1]: is a second 'z'",
        "outputs | [{\"name\": \"z\", \"parameters\": {\"classification\": 3}}]"
            + " | outputs[0].parameters.classification: is not known here; known are binary_data",
        "outputs | [{\"name\": \"z\", \"parameters\": {\"binary_data\": 1}}]"
            + " | outputs.parameters.binary_data: must be true or false",
        "parameters | {\"sequence_id\": 3} | parameters.sequence_id: is not known here; known are"
            + " weights, interpolation_grid, binary_data_output",
        "parameters | {\"binary_data_output\": \"yes\"}"
            + " | parameters.binary_data_output: must be true or false",
        "parameters | {\"weights\": \"best\"} | parameters.weights: must be one of: raw, ema"
      })
  void whatAsksForSomethingElseIsRefused(String member, String change, String error) {
    var request = request();
    request.put(member, JsonMapper.shared().readTree(change));
    Answer refused = api().post(infer(), request);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("error").asString()).contains(error);
  }

  @Test
  void eachInputComesOnceAsItIs() {
    assertInputs("inputs: must have a tensor named t", images());
    assertInputs("inputs: must have a tensor named images", times());
    assertInputs("inputs[2]: is a second 't'", images(), times(), times());
    assertInputs(
        "inputs[0]: has the name 'x'; a model takes images and t",
        input("x", List.of(1), 1),
        images(),
        times());
    assertInputs(
        "inputs[1]: t must be FP32 of shape [k], with k elements",
        images(),
        input("t", List.of(0, 1), 3));
    assertInputs(
        "has 12288 bytes; [2, 3, 32, 32] of <f4 are 24576",
        input("images", Collections.nCopies(VALUES, .5), 2, 3, 32, 32),
        times());
    var doubles = times();
    doubles.put("datatype", "FP64");
    assertInputs("inputs[1]: datatype must be FP32, FP16 or UINT8", images(), doubles);
    var both = times();
    both.put("parameters", Map.of("binary_data_size", 8));
    assertInputs("inputs[1]: has data and binary_data_size; one of them must do", images(), both);
    var shared = times();
    shared.put("parameters", Map.of("shared_memory_region", "mine"));
    assertInputs("inputs[1].parameters.shared_memory_region: is not known here", images(), shared);
    var half = times();
    half.put("shape", List.of(1.5));
    assertInputs("inputs[1]: has no such shape as [1.5]", images(), half);
  }

  private void assertInputs(String error, Map<?, ?>... inputs) {
    Answer refused = api().post(infer(), Map.of("inputs", List.of(inputs)));
    assertThat(refused.status()).as(error).isEqualTo(422);
    assertThat(refused.json().path("error").asString()).contains(error);
  }

  /** "If binary_data is specified on an output it overrides" binary_data_output. */
  @Test
  void anOutputSaysItselfWhetherItIsBinary() {
    for (boolean all : List.of(true, false)) {
      for (boolean own : List.of(true, false)) {
        var request = request();
        request.put("parameters", Map.of("binary_data_output", all));
        request.put(
            "outputs", List.of(Map.of("name", "z", "parameters", Map.of("binary_data", own))));
        Answer answer = api().post(infer(), request);
        assertThat(answer.header(LENGTH).isEmpty()).isEqualTo(!own);
        assertThat(answer.header("Content-Type"))
            .isEqualTo(own ? "application/octet-stream" : "application/json");
      }
    }
  }

  /** "the HTTP body … will contain the JSON … object followed by the binary tensor data". */
  @Test
  void tensorsBehindTheJsonAreReadInOrderToTheLastByte() {
    var request = binaryRequest(2 * Float.BYTES);
    Answer answer = send(request, tensors(0));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    int header = Integer.parseInt(answer.header(LENGTH));
    JsonNode told = JsonMapper.shared().readTree(Arrays.copyOf(answer.body(), header));
    assertThat(told.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(32 * 4);
    assertThat(told.at("/outputs/0").has("data")).isFalse();
    assertThat(answer.body()).hasSize(header + 32 * Float.BYTES);
    ByteBuffer codes = ByteBuffer.wrap(answer.body()).order(ByteOrder.LITTLE_ENDIAN);
    JsonNode numbers = api().post(infer(), request()).json().at("/outputs/0/data");
    for (int i = 0; i < 32; i++) {
      assertThat(codes.getFloat(header + i * Float.BYTES))
          .isEqualTo((float) numbers.get(i).asDouble());
    }

    assertThat(send(request, tensors(3)).json().path("error").asString())
        .isEqualTo("inputs: 3 bytes behind the last tensor are nobody's");
    assertThat(send(request, tensors(-1)).json().path("error").asString())
        .contains("inputs[1]: binary_data_size is 8, 7 bytes are left");
    assertThat(send(binaryRequest(4), tensors(-4)).json().path("error").asString())
        .contains("t must be FP32 of shape [k], with k elements");
    for (String length : List.of("-1", "1000000")) {
      Answer wrong = api().send("POST", infer(), BodyPublishers.ofString("{}"), LENGTH, length);
      assertThat(wrong.status()).isEqualTo(422);
      assertThat(wrong.json().path("error").asString()).startsWith(LENGTH + ": must be 0 to 2");
    }
    Answer unsaid =
        api().send("POST", infer(), BodyPublishers.ofByteArray(joined(json(request), tensors(0))));
    assertThat(unsaid.status()).isEqualTo(400);
    assertThat(unsaid.json().path("error").asString()).isNotEmpty();
  }

  /** "information about every model available …, even if it is not currently loaded". */
  @Test
  void theIndexNamesEveryModel() throws Exception {
    String spare = tiny().again(artifacts).id();
    Waiting.until(
        "it is loaded",
        () -> api().get("/v2/models/%s/ready".formatted(tiny().modelId())).status(),
        status -> status == 200);
    JsonNode all = api().send("POST", "/v2/repository/index", BodyPublishers.noBody()).json();
    assertThat(all.findValuesAsString("name")).contains(spare, tiny().modelId());
    for (JsonNode model : all) {
      if (model.path("name").asString().equals(spare)) {
        assertThat(model.path("state").asString()).isEqualTo("UNAVAILABLE");
        assertThat(model.path("version").asString())
            .isEqualTo(artifacts.find(spare).orElseThrow().digest());
      }
    }
    JsonNode ready = api().post("/v2/repository/index", Map.of("ready", true)).json();
    assertThat(ready.findValuesAsString("name")).contains(tiny().modelId()).doesNotContain(spare);
    assertThat(ready.findValuesAsString("state")).containsOnly("READY");
    assertThat(api().post("/v2/repository/index", Map.of("ready", 1)).status()).isEqualTo(422);
  }

  private static String infer() {
    return "/v2/models/%s/infer".formatted(tiny().modelId());
  }

  private static Map<String, Object> request() {
    var request = new LinkedHashMap<String, Object>();
    request.put("inputs", List.of(images(), times()));
    return request;
  }

  private static Map<String, Object> images() {
    return input("images", Collections.nCopies(VALUES, .5), 1, 3, 32, 32);
  }

  private static Map<String, Object> times() {
    return input("t", List.of(0, 1), 2);
  }

  private static Map<String, Object> input(String name, List<?> data, Integer... shape) {
    var input = new LinkedHashMap<String, Object>();
    input.put("name", name);
    input.put("datatype", "FP32");
    input.put("shape", List.of(shape));
    input.put("data", data);
    return input;
  }

  private static Map<String, Object> binaryRequest(int sizeOfTimes) {
    var images = images();
    images.remove("data");
    images.put("parameters", Map.of("binary_data_size", VALUES * Float.BYTES));
    var times = times();
    times.remove("data");
    times.put("parameters", Map.of("binary_data_size", sizeOfTimes));
    return Map.of(
        "inputs",
        List.of(images, times),
        "outputs",
        List.of(Map.of("name", "z", "parameters", Map.of("binary_data", true))));
  }

  /** Both tensors' elements, with so many bytes more. */
  private static byte[] tensors(int more) {
    var bytes = ByteBuffer.allocate((VALUES + 2) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < VALUES; i++) {
      bytes.putFloat(.5f);
    }
    bytes.putFloat(0).putFloat(1);
    return Arrays.copyOf(bytes.array(), bytes.capacity() + more);
  }

  private static byte[] json(Map<String, Object> request) {
    return JsonMapper.shared().writeValueAsBytes(request);
  }

  private static byte[] joined(byte[] json, byte[] tensors) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(json);
    body.writeBytes(tensors);
    return body.toByteArray();
  }

  private Answer send(Map<String, Object> request, byte[] tensors) {
    byte[] json = json(request);
    return api()
        .send(
            "POST",
            infer(),
            BodyPublishers.ofByteArray(joined(json, tensors)),
            "Content-Type",
            "application/octet-stream",
            LENGTH,
            Integer.toString(json.length));
  }
}
