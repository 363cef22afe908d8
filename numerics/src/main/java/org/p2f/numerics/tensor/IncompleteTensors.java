package org.p2f.numerics.tensor;

import java.io.IOException;
import java.nio.file.Path;

/** A writer was closed before its tensors were whole; its file is gone. */
public final class IncompleteTensors extends IOException {
  private static final long serialVersionUID = 1L;

  IncompleteTensors(Path target, String cause) {
    super("%s was not written: %s".formatted(target.getFileName(), cause));
  }
}
