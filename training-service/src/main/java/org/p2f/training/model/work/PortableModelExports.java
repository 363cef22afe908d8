package org.p2f.training.model.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.p2f.numerics.encode.CompactEncoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.PortableModel;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ExportFormat;
import org.p2f.training.model.ModelExports;
import org.springframework.stereotype.Component;

/** Compiles a model's graphs anew, for TorchScript or ONNX, or packs its encoder. */
@Component
final class PortableModelExports implements ModelExports {
  @Override
  public void write(ExportFormat format, Weights kind, Path weights, Path spec, Path target) {
    var files = new ModelFiles(weights, spec);
    try {
      switch (format) {
        case TORCHSCRIPT -> PortableModel.writeTorchScript(files, kind, target);
        case ONNX -> PortableModel.writeOnnx(files, kind, target);
        case ENCODER -> CompactEncoder.pack(files, kind, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
