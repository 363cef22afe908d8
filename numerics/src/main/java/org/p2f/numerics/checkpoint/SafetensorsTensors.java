package org.p2f.numerics.checkpoint;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.NamedFile;
import org.p2f.numerics.tensor.InvalidSafetensors;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.TensorInfo;

/** The tensors of a safetensors file. */
record SafetensorsTensors(String file, SafetensorsFile content) implements ForeignTensors {

  /**
   * @throws InvalidData if it is no well-formed safetensors file
   */
  static SafetensorsTensors open(NamedFile file) throws IOException {
    try {
      return new SafetensorsTensors(file.name(), SafetensorsFile.open(file.path()));
    } catch (InvalidSafetensors e) {
      throw new InvalidData(file.name(), e.offset(), e.reason());
    }
  }

  @Override
  public Map<String, TensorInfo> infos() {
    return content.tensors();
  }

  @Override
  public void read(Collection<String> names, Sink sink) throws IOException {
    for (String name : names) {
      sink.accept(content.tensor(name), content.data(name));
    }
  }
}
