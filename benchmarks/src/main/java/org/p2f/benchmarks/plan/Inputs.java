package org.p2f.benchmarks.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a plan starts from: each {@link Input} with its default or what was given.
 *
 * @param values one of each input
 */
record Inputs(Map<Input, Double> values) {
  private static final double MIB = 1 << 20;

  Inputs {
    values = Collections.unmodifiableMap(new EnumMap<>(values));
    values.forEach(
        (input, value) -> {
          if (!(value >= input.least) || value.isInfinite()) {
            throw new IllegalArgumentException(
                "%s is at least %s, not %s".formatted(input.word(), input.least, value));
          }
        });
    if (values.size() < Input.values().length) {
      throw new IllegalArgumentException("Inputs are missing: only " + values.keySet());
    }
    if (Objects.requireNonNull(values.get(Input.CRASH)) >= 1) {
      throw new IllegalArgumentException("crash is below 1, or nothing ever succeeds");
    }
  }

  static Inputs defaults() {
    return new Inputs(
        Arrays.stream(Input.values()).collect(Collectors.toMap(i -> i, i -> i.byDefault)));
  }

  /**
   * @param words such as {@code pods=64}
   * @throws IllegalArgumentException if one names no input, or no number that it may have
   */
  static Inputs of(List<String> words) {
    Inputs inputs = defaults();
    for (String word : words) {
      String[] sides = word.split("=", 2);
      Input input =
          Arrays.stream(Input.values())
              .filter(each -> each.word().equals(sides[0]))
              .findFirst()
              .orElseThrow(() -> unknown(word));
      if (sides.length < 2) {
        throw unknown(word);
      }
      inputs = inputs.with(input, number(word, sides[1]));
    }
    return inputs;
  }

  private static double number(String word, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s: %s is no number".formatted(word, text), e);
    }
  }

  private static IllegalArgumentException unknown(String word) {
    return new IllegalArgumentException(
        "%s is none of the inputs NAME=NUMBER: %s"
            .formatted(
                word,
                Arrays.stream(Input.values()).map(Input::word).collect(Collectors.joining(", "))));
  }

  Inputs with(Input input, double value) {
    Map<Input, Double> changed = new EnumMap<>(values);
    changed.put(input, value);
    return new Inputs(changed);
  }

  double get(Input input) {
    return Objects.requireNonNull(values.get(input));
  }

  long images() {
    return (long) get(Input.IMAGES);
  }

  /** All shards of the extraction. */
  long shards() {
    return Math.ceilDiv(images(), ShardsBenchmark.IMAGES_PER_SHARD);
  }

  int shardsPerIndex() {
    return Math.ceilDiv((int) get(Input.IMAGES_PER_INDEX), ShardsBenchmark.IMAGES_PER_SHARD);
  }

  int indexes() {
    return Math.toIntExact(Math.ceilDiv(shards(), shardsPerIndex()));
  }

  int pods() {
    return (int) Math.min(get(Input.PODS), indexes());
  }

  /** Bytes of an image's trajectory in the file. */
  double rowBytes() {
    return get(Input.TIMES) * get(Input.CODES) * get(Input.VALUE_BYTES);
  }

  /** Bytes of the trajectories. */
  double bytes() {
    return images() * rowBytes();
  }

  /** Seconds that it takes to open a shard. */
  double openSeconds() {
    return (get(Input.OPEN) + get(Input.FILE_LATENCY)) / 1e6;
  }

  /** Seconds that a process takes to list so many shards. */
  double lookSeconds(double shards) {
    return shards * get(Input.LOOK) / 1e6;
  }

  /** Seconds that a process takes to find out which of its rows so many shards do not hold. */
  double walkSeconds(double shards) {
    return shards * get(Input.WALK) / 1e9;
  }

  /** Seconds that encoding a whole shard takes, without anything else. */
  double encodeSeconds() {
    return ShardsBenchmark.IMAGES_PER_SHARD * get(Input.TIMES) / get(Input.RATE);
  }

  /**
   * Seconds from the making of a pod to its first image: beside its own start, it checks the data
   * set, lists all shards that are there, and seeks each of its own among them.
   *
   * @param there shards that are there by then
   */
  double startSeconds(double there) {
    return get(Input.START)
        + images() * get(Input.LOAD) / 1e9
        + there * get(Input.ADOPT) / 1e6
        + shardsPerIndex() * walkSeconds(there);
  }

  /**
   * Seconds from one shard to the next.
   *
   * @param there shards that the process knows
   */
  double shardSeconds(double there) {
    return encodeSeconds() + walkSeconds(there) + get(Input.FILE_LATENCY) / 1e6;
  }

  /** Seconds that copying all shards into one file takes. */
  double joinSeconds() {
    return 2 * bytes() / 1e6 / get(Input.VOLUME_RATE) + shards() * openSeconds();
  }

  /** Seconds that reading the file once more for its SHA-256 takes. */
  double sealSeconds() {
    return bytes() / 1e6 / get(Input.VOLUME_RATE) + bytes() / 1e6 / get(Input.DIGEST);
  }

  double heapBytes() {
    return get(Input.HEAP) * 1024 * MIB;
  }
}
