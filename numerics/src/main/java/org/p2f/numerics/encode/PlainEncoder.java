package org.p2f.numerics.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.spec.network.Weights;

/**
 * A model's encoder alone, as its file has it: every tensor in float32 under its own name, for
 * readers of safetensors who know nothing of P2F.
 */
public final class PlainEncoder {

  /** What readers for PyTorch ask a file for. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private PlainEncoder() {}

  /**
   * @param weights which ones the model's file holds
   * @param target appears or is replaced
   * @throws IOException if the weights cannot be read or do not fit the specification, or the
   *     target cannot be written
   */
  public static void write(ModelFiles files, Weights weights, Path target) throws IOException {
    var encoder = CompactEncoder.program(ModelSpec.read(files.spec()));
    var infos =
        Stream.of(encoder.parameters(), encoder.buffers())
            .flatMap(tensors -> CompactEncoder.infos(tensors, DataType.F32).stream())
            .toList();
    try (var source = files.openWeights(weights)) {
      for (var info : infos) {
        CompactEncoder.require(source, info);
      }
      try (var writer = SafetensorsWriter.create(target, infos, METADATA)) {
        for (var info : infos) {
          writer.write(info.name(), source.data(info.name()));
        }
      }
    }
  }
}
