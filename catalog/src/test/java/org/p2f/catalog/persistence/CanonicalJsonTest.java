package org.p2f.catalog.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {

  @Test
  void orderOfFieldsDoesNotMatter() {
    assertThat(sha256("{\"a\":{\"x\":1,\"y\":[{\"p\":1,\"q\":2}]},\"b\":2}"))
        .isEqualTo(sha256("{\"b\":2,\"a\":{\"y\":[{\"q\":2,\"p\":1}],\"x\":1}}"));
  }

  @Test
  void orderOfElementsMatters() {
    assertThat(sha256("[1,2]")).isNotEqualTo(sha256("[2,1]"));
  }

  @Test
  void valuesMatter() {
    assertThat(sha256("{\"a\":1}")).isNotEqualTo(sha256("{\"a\":2}"));
    assertThat(sha256("{\"a\":null}")).isNotEqualTo(sha256("{}"));
  }

  private static String sha256(String json) {
    return CanonicalJson.sha256(JsonMapper.shared().readTree(json));
  }
}
