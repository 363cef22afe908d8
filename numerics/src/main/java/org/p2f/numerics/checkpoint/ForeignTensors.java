package org.p2f.numerics.checkpoint;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Map;
import org.p2f.numerics.tensor.TensorInfo;

/** Named tensors of a file from elsewhere, under their names there. */
interface ForeignTensors {

  /** Takes one tensor. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param elements little-endian, in the order of the axes; valid during the call
     */
    void accept(TensorInfo info, MemorySegment elements) throws IOException;
  }

  /** The file's name, for messages. */
  String file();

  /** In the file's order. */
  Map<String, TensorInfo> infos();

  /**
   * Hands over some of them, in any order.
   *
   * @throws org.p2f.numerics.data.InvalidData if the file is broken where they lie
   */
  void read(Collection<String> names, Sink sink) throws IOException;
}
