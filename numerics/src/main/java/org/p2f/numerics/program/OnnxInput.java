package org.p2f.numerics.program;

import java.util.List;

/**
 * An input of an ONNX model.
 *
 * @param axes a number, or a name where the extent may vary
 */
public record OnnxInput(String name, ElementType type, List<String> axes) {
  public OnnxInput {
    axes = List.copyOf(axes);
  }
}
