package org.p2f.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every number that a request can hold has a published bound, or a reason for none. */
class RequestBoundsTest {
  private static final String ANY = "any number of the type is a seed";
  private static final String OF_THE_DATA = "what is asked of knows the bounds";
  private static final String CHECKED = "checked element by element, see the description";

  private static final String OF_THE_PROTOCOL =
      "the Open Inference Protocol's; held against the tensor and the model";

  private static final Map<String, String> UNBOUNDED =
      Map.ofEntries(
          Map.entry("DatasetRequest.seed", ANY),
          Map.entry("LikelihoodRequest.seed", ANY),
          Map.entry("SampleEvaluationRequest.seed", ANY),
          Map.entry("SamplingRunRequest.seed", ANY),
          Map.entry("SemiSupervisedRunRequest.seed", ANY),
          Map.entry("TrainingRunRequest.seed", ANY),
          Map.entry("TrainingSweepRequest.seeds", ANY),
          Map.entry("NeighbourStage.t", OF_THE_DATA),
          Map.entry("EvaluationRequest.times", OF_THE_DATA),
          Map.entry("InferenceBinaryTensor.binary_data_size", OF_THE_PROTOCOL),
          Map.entry("InferenceInput.data", OF_THE_PROTOCOL),
          Map.entry("InferenceInput.shape", OF_THE_PROTOCOL),
          Map.entry("InferenceParameters.interpolation_grid", OF_THE_PROTOCOL),
          Map.entry("SamplingRunRequest.codes", "codes are any finite numbers"),
          Map.entry("AnalysisRequest.labels", CHECKED),
          Map.entry("AnalysisRequest.learningRates", CHECKED),
          Map.entry("EvaluationRequest.labelFractions", CHECKED),
          Map.entry("EvaluationRequest.learningRates", CHECKED),
          Map.entry("StudyRequest.granularities", CHECKED),
          Map.entry("StudyRequest.learningRates", CHECKED));

  private static final JsonNode DOCUMENT = read();

  private static JsonNode read() {
    try {
      return JsonMapper.builder()
          .build()
          .readTree(Files.readString(Path.of("..").resolve("openapi/p2f.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyNumberHasABoundOrAReasonForNone() {
    assertThat(unbounded()).containsExactlyInAnyOrderElementsOf(UNBOUNDED.keySet());
  }

  /** Such as {@code TrainingRunRequest.seed}. */
  private static List<String> unbounded() {
    Map<String, Boolean> found = new TreeMap<>();
    for (String schema : requestSchemas()) {
      DOCUMENT
          .at("/components/schemas/" + schema + "/properties")
          .propertyStream()
          .filter(property -> isNumeric(property.getValue()) && !isBounded(property.getValue()))
          .forEach(property -> found.put(schema + "." + property.getKey(), true));
    }
    return List.copyOf(found.keySet());
  }

  private static boolean isNumeric(JsonNode schema) {
    return switch (schema.path("type").asString("")) {
      case "integer", "number" -> true;
      case "array" -> isNumeric(schema.path("items"));
      default -> false;
    };
  }

  private static boolean isBounded(JsonNode schema) {
    return schema.path("type").asString("").equals("array")
        ? isBounded(schema.path("items"))
        : schema.has("minimum") || schema.has("maximum");
  }

  /** Names of the schemas that request bodies are made of. */
  private static Set<String> requestSchemas() {
    var names = new TreeSet<String>();
    for (JsonNode body : DOCUMENT.path("paths").findValues("requestBody")) {
      collect(body, names);
    }
    return names;
  }

  private static void collect(JsonNode schema, Set<String> names) {
    for (String reference : schema.findValuesAsString("$ref")) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      if (names.add(name)) {
        collect(DOCUMENT.at("/components/schemas/" + name), names);
      }
    }
  }
}
