package org.p2f.numerics.program;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    var graph = add(name);
    graph.yields(body.apply(graph));
    return this;
  }

  /** Adds a method that yields one tensor, not a list: for callers other than {@link Program}. */
  public ProgramBuilder function(String name, Function<Graph, Value> body) {
    var graph = add(name);
    graph.yieldsOne(body.apply(graph));
    return this;
  }

  private Graph add(String name) {
    if (methods.stream().anyMatch(m -> m.method().equals(name))) {
      throw new IllegalArgumentException("Method '%s' added twice".formatted(name));
    }
    var graph = new Graph(name);
    methods.add(graph);
    return graph;
  }

  /**
   * The program as TorchScript source.
   *
   * @param device libtorch's name of the device it runs on; null for the CPU
   */
  String source(@Nullable String device) {
    return TorchScriptSource.of(methods, List.of(), device);
  }

  /**
   * Writes the program with its tensors inside, for {@code torch.jit.load} and nothing else.
   *
   * @param held all tensors its graphs ask for by {@link Graph#held}
   */
  public void writeTorchScript(OutputStream out, List<HeldTensor> held) throws IOException {
    TorchScriptArchive.write(out, TorchScriptSource.of(methods, held, null), held);
  }

  /**
   * Writes one of its methods as an ONNX model with its tensors inside.
   *
   * @param inputs for each argument of the method its type and the names or numbers of its axes
   * @param held all tensors the method asks for by {@link Graph#held}
   * @throws IllegalArgumentException if the method has operations that the writer does not know
   */
  public void writeOnnx(
      OutputStream out, String method, List<OnnxInput> inputs, List<HeldTensor> held)
      throws IOException {
    var graph =
        methods.stream()
            .filter(m -> m.method().equals(method))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No method '%s'".formatted(method)));
    new OnnxGraph(graph, inputs, held).model().writeTo(out);
  }

  /** Compiles and loads the program into the engine. */
  public Program compile(Engine engine) {
    return load(engine, source(engine.target().deviceName()));
  }

  Program load(Engine engine, String source) {
    return Program.load(engine, TorchScriptArchive.of(source), methods);
  }
}
