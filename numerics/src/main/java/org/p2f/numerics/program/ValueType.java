package org.p2f.numerics.program;

/** The type of a value inside a graph, with its TorchScript spelling. */
public enum ValueType {
  TENSOR("Tensor"),
  TENSOR_LIST("List[Tensor]"),
  TENSOR_PAIR("Tuple[Tensor, Tensor]"),
  OPTIONAL_TENSOR_LIST("List[Optional[Tensor]]"),
  INT("int"),
  REAL("float"),
  GENERATOR("Generator");

  private final String script;

  ValueType(String script) {
    this.script = script;
  }

  String script() {
    return script;
  }
}
