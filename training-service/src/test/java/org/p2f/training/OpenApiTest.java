package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Api;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends ServiceTest {

  @Test
  void documentNamesOperationsAndSchemasForGoodAndAll() {
    JsonNode document = Api.at(port).get("/v3/api-docs").json();
    var operations = new TreeSet<>(document.path("paths").findValuesAsString("operationId"));
    assertThat(operations)
        .contains(
            "createUpload",
            "listUploads",
            "getUpload",
            "createDataset",
            "listDatasets",
            "getDataset",
            "getDatasetImage",
            "listPresets",
            "getPreset",
            "createTrainingRun",
            "planTrainingRun",
            "listTrainingRuns",
            "getTrainingRun",
            "getTrainingMetrics",
            "cancelTrainingRun",
            "listModels",
            "getModel",
            "downloadModelFile",
            "listJobs")
        .noneMatch(name -> name.contains("_"));
    assertThat(document.path("components").path("schemas").propertyNames())
        .contains(
            "UploadView",
            "DatasetRequest",
            "DatasetView",
            "PresetView",
            "TrainingRunRequest",
            "TrainingRunView",
            "TrainingPlan",
            "TrainingPlanView",
            "TrainingMetricsView",
            "ModelView",
            "JobView");
    assertThat(document.toString()).doesNotContain("oneOf");
  }

  @Test
  void uploadsBodyIsBinary() {
    JsonNode upload =
        Api.at(port).get("/v3/api-docs").json().path("paths").path("/v1/uploads").path("post");
    JsonNode body = upload.path("requestBody").path("content").path("application/octet-stream");
    assertThat(body.path("schema").path("format").asString()).isEqualTo("binary");
    assertThat(upload.path("parameters").findValuesAsString("name"))
        .containsExactlyInAnyOrder("name", "Content-Digest");
  }
}
