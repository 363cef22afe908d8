package org.p2f.numerics.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A TorchScript archive that somebody else made, with its weights. It is a program that runs in
 * this process: load none that is not trusted. For use by one platform thread.
 */
public final class ForeignModule implements AutoCloseable {

  private final Engine engine;
  private final PtNDManager scope;
  private final PtSymbolBlock module;

  private ForeignModule(Engine engine, PtNDManager scope, PtSymbolBlock module) {
    this.engine = engine;
    this.scope = scope;
    this.module = module;
  }

  /**
   * @throws IOException if the file cannot be read or is no such archive
   */
  public static ForeignModule load(Engine engine, Path file) throws IOException {
    engine.prepareThread(false);
    var scope = engine.newScope();
    try (var in = Files.newInputStream(file)) {
      return new ForeignModule(engine, scope, JniUtils.loadModule(scope, in, true, false));
    } catch (IOException | RuntimeException e) {
      scope.close();
      throw new IOException(
          "%s is no TorchScript archive that can be loaded: %s"
              .formatted(file.getFileName(), e.getMessage()),
          e);
    }
  }

  /**
   * Runs its {@code forward}.
   *
   * @param results owns what it yields
   * @param input of the kind and shape it takes
   * @return one tensor, or those of a tuple or list
   * @throws IllegalArgumentException if it does not take the input
   */
  public NDList forward(PtNDManager results, NDArray input) {
    engine.prepareThread(false);
    try (var argument = IValue.from((PtNDArray) input);
        var result = NativeCall.run(module, "forward", List.of(argument))) {
      return result.toNDList(results);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "The module does not take %s: %s".formatted(input.getShape(), e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    module.close();
    scope.close();
  }
}
