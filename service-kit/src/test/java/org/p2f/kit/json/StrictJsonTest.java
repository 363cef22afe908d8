package org.p2f.kit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {
  private static final JsonMapper JSON = strict();

  record Sample(@Nullable String name, List<@Nullable String> labels, Map<String, Integer> sizes) {
    /** Not the one that JSON is read with. */
    Sample(List<@Nullable String> labels) {
      this(null, labels, Map.of());
    }
  }

  private static JsonMapper strict() {
    JsonMapper.Builder builder = JsonMapper.builder();
    JsonAutoConfiguration.makeStrict(builder);
    return builder.build();
  }

  @Test
  void listsMayHoldNullOnlyWhereTheTypeSaysSo() {
    Sample sample = JSON.readValue("{\"labels\":[null,\"a\"],\"sizes\":{\"a\":1}}", Sample.class);
    assertThat(sample.labels()).containsExactly(null, "a");
    assertThatThrownBy(() -> JSON.readValue("{\"labels\":[],\"sizes\":{\"a\":null}}", Sample.class))
        .isInstanceOf(MismatchedInputException.class);
  }

  @Test
  void arraysOfNumbersAreReadAtAnyLength() {
    StringBuilder json = new StringBuilder("[0");
    for (int i = 1; i < 1000; i++) {
      json.append(',').append(i).append(".5");
    }
    double[] numbers = JSON.readValue(json.append(']').toString(), double[].class);
    assertThat(numbers).hasSize(1000);
    for (int i = 1; i < 1000; i++) {
      assertThat(numbers[i]).isEqualTo(i + 0.5);
    }
    assertThat(JSON.readValue("[]", double[].class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"NaN\"]", "[1e999]", "[null]", "[[1]]", "1.5", "\"1.5\""})
  void arraysOfNumbersHoldFiniteNumbersOnly(String json) {
    assertThatThrownBy(() -> JSON.readValue(json, double[].class))
        .isInstanceOf(MismatchedInputException.class);
  }

  @Test
  void numberThatOverflowsItsFloatIsRefused() {
    assertThat(JSON.readValue("3.4e38", Float.class)).isEqualTo(3.4e38f);
    assertThatThrownBy(() -> JSON.readValue("3.5e38", Float.class))
        .isInstanceOf(MismatchedInputException.class);
  }

  @Test
  void mapsAreKeyedByKebabToo() {
    assertThat(JSON.writeValueAsString(Map.of(Shape.TWO_WORDS, 1))).isEqualTo("{\"two-words\":1}");
  }

  enum Shape {
    TWO_WORDS
  }
}
