package org.p2f.numerics.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects the methods of a program. Building has no native part; {@link #compile} has. */
public final class ProgramBuilder {

  private final List<Graph> methods = new ArrayList<>();

  /**
   * Adds a method.
   *
   * @param name a Java identifier, unique in this program
   * @param body declares arguments on the graph, appends operations and returns the tensors the
   *     method yields
   */
  public ProgramBuilder method(String name, Function<Graph, List<Value>> body) {
    if (methods.stream().anyMatch(m -> m.method().equals(name))) {
      throw new IllegalArgumentException("Method '%s' added twice".formatted(name));
    }
    var graph = new Graph(name);
    graph.yields(body.apply(graph));
    methods.add(graph);
    return this;
  }

  /** The program as TorchScript source. */
  public String source() {
    return TorchScriptSource.of(methods);
  }

  /** The program as a self-contained archive that libtorch and Python's torch.jit.load open. */
  public byte[] archive() {
    return TorchScriptArchive.of(source());
  }

  /** Compiles and loads the program into the engine. */
  public Program compile(Engine engine) {
    return Program.load(engine, archive(), methods);
  }
}
