package org.p2f.numerics.program;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes graphs as TorchScript source in its serialized form. */
final class TorchScriptSource {

  static final String CLASS_NAME = "Net";

  private final @Nullable String device;

  private TorchScriptSource(@Nullable String device) {
    this.device = device;
  }

  /**
   * @param held tensors that are attributes of the class
   * @param device libtorch's name of {@link Operand#device()}; null for the CPU
   */
  static String of(List<Graph> methods, List<HeldTensor> held, @Nullable String device) {
    return new TorchScriptSource(device).source(methods, held);
  }

  private String source(List<Graph> methods, List<HeldTensor> held) {
    var out = new StringBuilder();
    out.append("class ").append(CLASS_NAME).append("(Module):\n");
    out.append("  __parameters__ = []\n  __buffers__ = [");
    held.forEach(tensor -> out.append('"').append(tensor.attribute()).append("\", "));
    out.append("]\n");
    held.forEach(tensor -> out.append("  ").append(tensor.attribute()).append(" : Tensor\n"));
    out.append("  training : bool\n  _is_full_backward_hook : Optional[bool]\n");
    for (var method : methods) {
      write(method, out);
    }
    return out.toString();
  }

  private void write(Graph graph, StringBuilder out) {
    out.append("  def ").append(graph.method()).append("(self: __torch__.").append(CLASS_NAME);
    graph
        .arguments()
        .forEach(
            (name, type) -> out.append(",\n    ").append(name).append(": ").append(type.script()));
    out.append(graph.hasOneResult() ? ") -> Tensor:\n" : ") -> List[Tensor]:\n");
    new Body(out).write(graph.statements(), "    ");
    var results = List.<Operand>copyOf(graph.results());
    out.append("    return ")
        .append(graph.hasOneResult() ? literal(results.getFirst()) : listOf(results))
        .append('\n');
  }

  /** Writes statements; names what nobody asked a name for. */
  private final class Body {
    private final StringBuilder out;
    private int effects;

    Body(StringBuilder out) {
      this.out = out;
    }

    void write(List<Statement> statements, String indent) {
      for (var statement : statements) {
        switch (statement) {
          case Node node ->
              out.append(indent)
                  .append(node.result() == null ? "_e" + effects++ : node.result().name())
                  .append(" = ")
                  .append(expression(node))
                  .append('\n');
          case Statement.Loop(var index, var from, var to, var body) -> {
            out.append(
                "%sfor %s in range(%s, %s):\n"
                    .formatted(indent, index.name(), literal(from), literal(to)));
            write(body, indent + "  ");
          }
        }
      }
    }
  }

  private String expression(Node node) {
    var operands = node.operands();
    return switch (node.operator()) {
      case "torch.select_item" ->
          literal(operands.getFirst()) + "[" + literal(operands.get(1)) + "]";
      case "held" -> operands.getFirst() instanceof Operand.Text t ? "self." + t.value() : "";
      case "list" -> literal(operands.getFirst());
      case "optionals" -> "annotate(List[Optional[Tensor]], " + literal(operands.getFirst()) + ")";
      case "unchecked_cast" -> "unchecked_cast(Tensor, " + literal(operands.getFirst()) + ")";
      default -> node.operator() + "(" + arguments(operands, node.named()) + ")";
    };
  }

  private String arguments(List<Operand> operands, Map<String, Operand> named) {
    var positional = operands.stream().map(this::literal).collect(Collectors.joining(", "));
    var keywords =
        named.entrySet().stream()
            .map(e -> e.getKey() + "=" + literal(e.getValue()))
            .collect(Collectors.joining(", "));
    return positional + (positional.isEmpty() || keywords.isEmpty() ? "" : ", ") + keywords;
  }

  private String listOf(List<Operand> items) {
    return items.stream().map(this::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  private String literal(Operand operand) {
    return switch (operand) {
      case Value v -> v.name();
      case Operand.Int i -> Long.toString(i.value());
      case Operand.Real r -> real(r.value());
      case Operand.Bool b -> b.value() ? "True" : "False";
      case Operand.None n -> "None";
      case Operand.Device d -> device == null ? "None" : "\"" + device + "\"";
      case Operand.Text t -> "\"" + t.value() + "\"";
      case Operand.Sequence s -> listOf(s.items());
    };
  }

  /** Python's spelling: an exponent is e, never E. */
  private static String real(double value) {
    return Double.toString(value).replace('E', 'e');
  }
}
