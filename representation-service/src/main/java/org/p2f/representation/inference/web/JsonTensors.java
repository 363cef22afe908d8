package org.p2f.representation.inference.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.PixelArray;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.InvalidPicture;
import tools.jackson.databind.JsonNode;

/**
 * Reads tensors of JSON, whose elements stand in it or follow each other behind it.
 *
 * @param binary what stands behind; read as far as tensors have taken theirs
 */
record JsonTensors(ByteBuffer binary) {

  void read(JsonNode inputs, InferenceTensors into, InvalidFields invalid) {
    int read = 0;
    for (JsonNode input : inputs) {
      into.take(new JsonTensor(input));
      InferenceParameters.requireKnown(
          "inputs[%d].".formatted(read++),
          input.path("parameters").propertyNames(),
          List.of(InferenceParameters.BINARY_DATA_SIZE),
          invalid);
    }
    into.end();
    if (binary.hasRemaining() && invalid.isEmpty()) {
      invalid.add(
          "inputs", "%d bytes behind the last tensor are nobody's".formatted(binary.remaining()));
    }
  }

  private final class JsonTensor implements InferenceTensors.Tensor {
    private final JsonNode input;

    JsonTensor(JsonNode input) {
      this.input = input;
    }

    @Override
    public String name() {
      return input.path("name").asString("");
    }

    @Override
    public PixelArray array() throws InvalidPicture {
      ElementKind kind = InferenceTensors.kind(input.path("datatype").asString(""));
      return new PixelArray(shape(), kind, elements(kind));
    }

    private List<Long> shape() throws InvalidPicture {
      List<Long> shape = new ArrayList<>();
      for (JsonNode dimension : input.path("shape")) {
        if (!dimension.isIntegralNumber()
            || !dimension.canConvertToLong()
            || dimension.asLong() < 0) {
          throw new InvalidPicture("has no such shape as " + input.path("shape"));
        }
        shape.add(dimension.asLong());
      }
      return shape;
    }

    private ByteBuffer elements(ElementKind kind) throws InvalidPicture {
      JsonNode size = input.path("parameters").path(InferenceParameters.BINARY_DATA_SIZE);
      if (size.isMissingNode()) {
        return ofNumbers(input.path("data"), kind);
      }
      if (input.has("data")) {
        throw new InvalidPicture("has data and binary_data_size; one of them must do");
      }
      if (!size.isIntegralNumber()
          || !size.canConvertToInt()
          || size.asInt() < 0
          || size.asInt() > binary.remaining()) {
        throw new InvalidPicture(
            "binary_data_size is %s, %d bytes are left".formatted(size, binary.remaining()));
      }
      ByteBuffer elements = binary.slice(binary.position(), size.asInt());
      binary.position(binary.position() + size.asInt());
      return elements;
    }
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
}
