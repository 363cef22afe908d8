package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class DatasetImagesListTest extends ServiceTest {

  @Test
  void imagesOfEachClassAreAllImages() {
    String path = "/v1/datasets/" + syntheticDataset(60) + "/images";
    JsonNode all = api().get(path + "?limit=500").json();
    assertThat(all.path("items").size()).isEqualTo(100);
    assertThat(all.has("next")).isFalse();
    JsonNode shape = factor(path, "shape");
    List<Integer> found = new ArrayList<>();
    for (int label = 0; label < shape.path("classes").asInt(); label++) {
      String named = shape.path("classNames").path(label).asString();
      JsonNode byName = api().get(path + "?factor=shape&limit=500&class=" + named).json();
      assertThat(byName)
          .isEqualTo(api().get(path + "?factor=shape&limit=500&class=" + label).json());
      for (JsonNode one : byName.path("items")) {
        assertThat(one.path("classes").valueStream().map(JsonNode::asString)).contains(named);
        assertThat(one).isEqualTo(all.path("items").path(one.path("index").asInt()));
        found.add(one.path("index").asInt());
      }
    }
    assertThat(found).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void pagesGoOnWhereTheLastOneStopped() {
    String path = "/v1/datasets/" + syntheticDataset(60) + "/images?factor=shape&class=0";
    JsonNode all = api().get(path + "&limit=500").json().path("items");
    List<JsonNode> paged = new ArrayList<>();
    JsonNode page = api().get(path + "&limit=2").json();
    while (page.has("next")) {
      page.path("items").forEach(paged::add);
      page = api().get(path + "&limit=2&from=" + page.path("next").asInt()).json();
    }
    page.path("items").forEach(paged::add);
    assertThat(paged).containsExactlyElementsOf(all);
  }

  @Test
  void whatTheDataSetDoesNotHaveIsRefusedByName() {
    String path = "/v1/datasets/" + syntheticDataset(60) + "/images";
    assertThat(api().get(path + "?factor=mood&class=0").error("factor")).isNotEmpty();
    assertThat(api().get(path + "?factor=shape&class=99").error("class")).isNotEmpty();
    assertThat(api().get(path + "?factor=shape").error("class")).isNotEmpty();
    assertThat(api().get(path + "?class=0").error("factor")).isNotEmpty();
    assertThat(api().get(path + "?limit=501").error("limit")).isNotEmpty();
    Answer unknown = api().get("/v1/datasets/ds-none/images");
    assertThat(unknown.status()).isEqualTo(404);
  }

  private JsonNode factor(String path, String name) {
    return api()
        .get(path.replace("/images", ""))
        .json()
        .path("factors")
        .valueStream()
        .filter(factor -> factor.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
