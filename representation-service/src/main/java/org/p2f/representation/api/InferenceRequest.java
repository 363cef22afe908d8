package org.p2f.representation.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.domain.InvalidPicture;
import org.p2f.representation.domain.WeightSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request of the Open Inference Protocol: JSON, and where the header says how long that is, the
 * elements of tensors behind it.
 *
 * @param images null if what is wrong with them is among the invalid fields
 * @param t null likewise, or if there are none
 * @param weights by a parameter of that name
 * @param binary whether codes are wanted as bytes behind the answer's JSON
 * @param id to be repeated in the answer
 */
record InferenceRequest(
    @Nullable SentImages images,
    @Nullable List<Double> t,
    @Nullable WeightSet weights,
    boolean binary,
    @Nullable String id) {
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";
  static final String BINARY_EXTENSION = "binary_tensor_data";
  static final String IMAGES = "images";
  static final String TIMES = "t";

  EncodingTerms terms(String modelId) {
    return new EncodingTerms(modelId, t, null, weights);
  }

  /**
   * @param headerLength bytes of JSON; null if the body is nothing else
   * @throws Refused if the body is no such request at all
   */
  static InferenceRequest parse(
      JsonMapper json, byte[] body, @Nullable Integer headerLength, InvalidFields invalid) {
    int length = headerLength == null ? body.length : headerLength;
    if (length < 0 || length > body.length) {
      throw Refused.field(HEADER_LENGTH, "must be 0 to %d, is %d".formatted(body.length, length));
    }
    JsonNode request = tree(json, body, length);
    var tensors = new Tensors(ByteBuffer.wrap(body, length, body.length - length), invalid);
    tensors.read(request.path("inputs"));
    return new InferenceRequest(
        tensors.images,
        tensors.times,
        weights(request.at("/parameters/weights"), invalid),
        request.at("/parameters/binary_data_output").asBoolean(false)
            || request.at("/outputs/0/parameters/binary_data").asBoolean(false),
        request.path("id").isString() ? request.path("id").asString() : null);
  }

  private static JsonNode tree(JsonMapper json, byte[] body, int length) {
    try {
      return json.readTree(body, 0, length);
    } catch (JacksonException e) {
      throw new Refused(
          new Refusal("malformed-json", 400, "The body is not JSON: " + e.getOriginalMessage()));
    }
  }

  private static @Nullable WeightSet weights(JsonNode node, InvalidFields invalid) {
    if (node.isMissingNode()) {
      return null;
    }
    Optional<WeightSet> named =
        Arrays.stream(WeightSet.values())
            .filter(set -> set.name().equalsIgnoreCase(node.asString("")))
            .findFirst();
    if (named.isEmpty()) {
      invalid.add("parameters.weights", "must be one of: raw, ema");
    }
    return named.orElse(null);
  }

  /** Reads tensors, whose bytes follow each other behind the JSON. */
  private static final class Tensors {
    private final ByteBuffer binary;
    private final InvalidFields invalid;
    private @Nullable SentImages images;
    private @Nullable List<Double> times;

    Tensors(ByteBuffer binary, InvalidFields invalid) {
      this.binary = binary;
      this.invalid = invalid;
    }

    void read(JsonNode inputs) {
      int index = 0;
      for (JsonNode input : inputs) {
        String field = "inputs[%d]".formatted(index++);
        try {
          read(input, field);
        } catch (InvalidPicture e) {
          invalid.add(field, String.valueOf(e.getMessage()));
        }
      }
      if (images == null && index == 0) {
        invalid.add("inputs", "must have tensors named images and t");
      }
    }

    private void read(JsonNode input, String field) throws InvalidPicture {
      String name = input.path("name").asString("");
      PixelArray array = new PixelArray(shape(input), kind(input), elements(input));
      switch (name) {
        case IMAGES -> images = new SentImages.Pixels(field, array);
        case TIMES -> times = times(array);
        default ->
            throw new InvalidPicture(
                "has the name '%s'; a model takes images and t".formatted(name));
      }
    }

    private static List<Long> shape(JsonNode input) throws InvalidPicture {
      List<Long> shape = new ArrayList<>();
      for (JsonNode dimension : input.path("shape")) {
        if (!dimension.canConvertToLong() || dimension.asLong() < 0) {
          throw new InvalidPicture("has no such shape as " + input.path("shape"));
        }
        shape.add(dimension.asLong());
      }
      return shape;
    }

    private static ElementKind kind(JsonNode input) throws InvalidPicture {
      return Arrays.stream(ElementKind.values())
          .filter(kind -> kind.inference().equals(input.path("datatype").asString("")))
          .findFirst()
          .orElseThrow(() -> new InvalidPicture("datatype must be FP32, FP16 or UINT8"));
    }

    private ByteBuffer elements(JsonNode input) throws InvalidPicture {
      JsonNode size = input.at("/parameters/binary_data_size");
      if (size.isMissingNode()) {
        return ofNumbers(input.path("data"), kind(input));
      }
      if (!size.canConvertToInt() || size.asInt() < 0 || size.asInt() > binary.remaining()) {
        throw new InvalidPicture(
            "binary_data_size is %s, %d bytes are left".formatted(size, binary.remaining()));
      }
      ByteBuffer elements = binary.slice(binary.position(), size.asInt());
      binary.position(binary.position() + size.asInt());
      return elements;
    }

    private static ByteBuffer ofNumbers(JsonNode data, ElementKind kind) throws InvalidPicture {
      List<Double> numbers = new ArrayList<>();
      flatten(data, numbers);
      var out = ByteBuffer.allocate(numbers.size() * kind.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (double number : numbers) {
        switch (kind) {
          case UINT8 -> {
            if (!(number >= 0 && number <= 255 && number == Math.rint(number))) {
              throw new InvalidPicture("has %s among its bytes".formatted(number));
            }
            out.put((byte) (int) number);
          }
          case FLOAT16 -> out.putShort(Float.floatToFloat16((float) number));
          case FLOAT32 -> out.putFloat((float) number);
        }
      }
      return out.flip();
    }

    private static void flatten(JsonNode data, List<Double> into) throws InvalidPicture {
      if (data.isNumber()) {
        into.add(data.asDouble());
      } else if (data.isArray()) {
        for (JsonNode inner : data) {
          flatten(inner, into);
        }
      } else {
        throw new InvalidPicture("data must be numbers, or arrays of them");
      }
    }

    private static List<Double> times(PixelArray array) throws InvalidPicture {
      var in = array.elements().duplicate().order(ByteOrder.LITTLE_ENDIAN);
      if (array.shape().size() != 1
          || array.kind() != ElementKind.FLOAT32
          || in.remaining() != array.shape().getFirst() * Float.BYTES) {
        throw new InvalidPicture("t must be FP32 of shape [k], with k elements");
      }
      List<Double> times = new ArrayList<>();
      while (in.hasRemaining()) {
        times.add((double) in.getFloat());
      }
      return times;
    }
  }
}
