package org.p2f.numerics.data;

import java.util.List;
import java.util.Map;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Factor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The tensors and the description in a data set's file. */
final class DatasetFormat {
  static final String IMAGES = "images";
  static final String LABELS = "labels";
  static final String SPLIT = "split";

  private static final String DESCRIPTION = "dataset";
  private static final JsonMapper JSON = JsonMapper.shared();

  private DatasetFormat() {}

  /** What the tensors do not say themselves. */
  record Description(
      String name, String source, List<Factor> factors, List<Double> mean, List<Double> std) {}

  static List<TensorInfo> tensors(int size, ImageShape shape, int factors) {
    return List.of(
        new TensorInfo(IMAGES, DataType.U8, size, shape.channels(), shape.height(), shape.width()),
        new TensorInfo(LABELS, DataType.I32, size, factors),
        new TensorInfo(SPLIT, DataType.U8, size));
  }

  static Map<String, String> metadata(Description description) {
    return Map.of(DESCRIPTION, JSON.writeValueAsString(description));
  }

  static Description description(String file, Map<String, String> metadata) throws InvalidData {
    String text = metadata.get(DESCRIPTION);
    if (text == null) {
      throw new InvalidData(file, "is no data set: it has no description");
    }
    try {
      return JSON.readValue(text, Description.class);
    } catch (JacksonException e) {
      throw new InvalidData(file, "its description is malformed: " + e.getOriginalMessage());
    }
  }
}
