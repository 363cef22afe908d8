package org.p2f.representation.inference.web;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.PixelArray;
import org.p2f.representation.encoding.web.SentImages;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.InvalidPicture;

/** The tensors that a model takes by the Open Inference Protocol, as they come in one by one. */
final class InferenceTensors {
  static final String IMAGES = "images";
  static final String TIMES = "t";

  private final InvalidFields invalid;
  private final TensorNames names = new TensorNames("a model takes", List.of(IMAGES, TIMES));
  private @Nullable SentImages images;
  private @Nullable List<Double> times;
  private int taken;

  /** A tensor as it was sent. */
  interface Tensor {
    String name();

    /**
     * @throws InvalidPicture if it is none
     */
    PixelArray array() throws InvalidPicture;
  }

  InferenceTensors(InvalidFields invalid) {
    this.invalid = invalid;
  }

  /** Takes the next one in; what is wrong with it goes to the invalid fields. */
  void take(Tensor tensor) {
    String field = "inputs[%d]".formatted(taken++);
    try {
      names.take(tensor.name());
      PixelArray array = tensor.array();
      if (tensor.name().equals(IMAGES)) {
        images = new SentImages.Pixels(field, array);
      } else {
        times = times(array);
      }
    } catch (InvalidPicture e) {
      invalid.add(field, String.valueOf(e.getMessage()));
    }
  }

  /** No more come. */
  void end() {
    if (!names.missing().isEmpty()) {
      invalid.add(
          "inputs", "must have a tensor named " + String.join(", and one named ", names.missing()));
    }
  }

  /** Null if none came, or what is wrong with them is among the invalid fields. */
  @Nullable SentImages images() {
    return images;
  }

  /** Null likewise. */
  @Nullable List<Double> times() {
    return times;
  }

  /**
   * @param datatype as the protocol names it
   */
  static ElementKind kind(String datatype) throws InvalidPicture {
    return Arrays.stream(ElementKind.values())
        .filter(kind -> kind.inference().equals(datatype))
        .findFirst()
        .orElseThrow(() -> new InvalidPicture("datatype must be FP32, FP16 or UINT8"));
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
