package org.p2f.training.model.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.p2f.numerics.encode.CompactEncoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.PortableModel;
import org.p2f.training.model.ModelExports;
import org.springframework.stereotype.Component;

/** Compiles a model's graphs anew, for TorchScript or ONNX, or packs its encoder. */
@Component
final class PortableModelExports implements ModelExports {
  @Override
  public Set<ModelExports.Format> formats() {
    return EnumSet.of(
        ModelExports.Format.TORCHSCRIPT, ModelExports.Format.ONNX, ModelExports.Format.ENCODER);
  }

  @Override
  public void write(ModelExports.Format format, Source source, Path target) {
    var files = new ModelFiles(source.weights(), source.spec());
    try {
      switch (format) {
        case TORCHSCRIPT -> PortableModel.writeTorchScript(files, source.kind(), target);
        case ONNX -> PortableModel.writeOnnx(files, source.kind(), target);
        case ENCODER -> CompactEncoder.pack(files, source.kind(), target);
        case HUGGINGFACE -> throw new IllegalArgumentException("A folder is written elsewhere");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
