package org.p2f.numerics.program;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a method as an ONNX model: the second back end of graphs, for networks in evaluation mode.
 * ONNX has no mixed arithmetic, so the type of every value is followed and constants take the type
 * of what they meet.
 */
final class OnnxGraph {

  private static final long OPERATOR_SET = 17;

  /** The version that goes with the operator set. */
  private static final long FORMAT = 8;

  private final Graph graph;
  private final List<OnnxInput> inputs;
  private final List<HeldTensor> held;
  private final OnnxMl.GraphProto.Builder out = OnnxMl.GraphProto.newBuilder();
  private final Map<String, ElementType> types = new HashMap<>();
  private int helpers;

  OnnxGraph(Graph graph, List<OnnxInput> inputs, List<HeldTensor> held) {
    if (!graph.arguments().keySet().stream()
        .toList()
        .equals(inputs.stream().map(OnnxInput::name).toList())) {
      throw new IllegalArgumentException(
          "Method %s takes %s, got %s"
              .formatted(graph.method(), graph.arguments().keySet(), inputs));
    }
    this.graph = graph;
    this.inputs = inputs;
    this.held = held;
  }

  OnnxMl.ModelProto model() {
    out.setName(graph.method());
    for (var input : inputs) {
      types.put(input.name(), input.type());
      out.addInput(value(input));
    }
    for (var tensor : held) {
      out.addInitializer(
          TensorProto.newBuilder()
              .setName(tensor.attribute())
              .setDataType(code(ElementType.FLOAT32))
              .addAllDims(tensor.shape())
              .setRawData(ByteString.copyFrom(tensor.values().toArray(ValueLayout.JAVA_BYTE))));
      types.put(tensor.attribute(), ElementType.FLOAT32);
    }
    for (var statement : graph.statements()) {
      switch (statement) {
        case Node node -> translate(node);
        case Statement.Loop _ ->
            throw new IllegalArgumentException(
                "The loop in %s has no form in ONNX yet".formatted(graph.method()));
      }
    }
    for (var result : graph.results()) {
      out.addOutput(value(new OnnxInput(result.name(), type(result), List.of())));
    }
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .setProducerName("p2f")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(out)
        .build();
  }

  /** Of outputs the shape is left to the reader's inference. */
  private static OnnxMl.ValueInfoProto value(OnnxInput input) {
    var tensor = OnnxMl.TypeProto.Tensor.newBuilder().setElemType(code(input.type()));
    if (!input.axes().isEmpty()) {
      var shape = OnnxMl.TensorShapeProto.newBuilder();
      for (String axis : input.axes()) {
        var dimension = OnnxMl.TensorShapeProto.Dimension.newBuilder();
        shape.addDim(
            axis.chars().allMatch(Character::isDigit)
                ? dimension.setDimValue(Long.parseLong(axis))
                : dimension.setDimParam(axis));
      }
      tensor.setShape(shape);
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(input.name())
        .setType(OnnxMl.TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** ONNX's number of an element type. */
  private static int code(ElementType type) {
    return switch (type) {
      case FLOAT32 -> 1;
      case UINT8 -> 2;
      case INT16 -> 5;
      case INT64 -> 7;
      case BOOL -> 9;
      case FLOAT64 -> 11;
      case BFLOAT16 -> 16;
    };
  }

  private void translate(Node node) {
    var operands = node.operands();
    switch (node.operator()) {
      case "held" -> alias(node, text(operands.getFirst()));
      case "torch.add" -> binary("Add", node);
      case "torch.sub" -> binary("Sub", node);
      case "torch.mul" -> binary("Mul", node);
      case "torch.div" -> binary("Div", node);
      case "torch.neg" -> unary("Neg", node);
      case "torch.abs" -> unary("Abs", node);
      case "torch.sqrt" -> unary("Sqrt", node);
      case "torch.exp" -> unary("Exp", node);
      case "torch.log" -> unary("Log", node);
      case "torch.sin" -> unary("Sin", node);
      case "torch.cos" -> cosine(node);
      case "torch.relu" -> unary("Relu", node);
      case "torch.tanh" -> unary("Tanh", node);
      case "torch.sigmoid" -> unary("Sigmoid", node);
      case "torch.clamp" -> clip(node);
      case "torch.contiguous", "torch.detach" -> unary("Identity", node);
      case "torch.silu" -> {
        var sigmoid = helper("Sigmoid", type(operands.getFirst()), name(operands.getFirst()));
        emit("Mul", node, type(operands.getFirst()), List.of(name(operands.getFirst()), sigmoid));
      }
      case "torch.to" -> cast(node, elementType(integer(operands.get(1))));
      case "torch.type_as" -> cast(node, type(operands.get(1)));
      case "torch.tensor" -> alias(node, constant(reals(operands.getFirst()), ElementType.FLOAT32));
      case "torch.linear" ->
          emit("Gemm", node, type(operands.getFirst()), names(operands), attribute("transB", 1));
      case "torch.conv2d" -> convolution(node);
      case "torch.batch_norm" ->
          emit(
              "BatchNormalization",
              node,
              type(operands.getFirst()),
              names(operands.subList(0, 5)),
              attribute("epsilon", (float) real(operands.get(7))));
      case "torch.mean" ->
          emit(
              "ReduceMean",
              node,
              type(operands.getFirst()),
              names(operands.subList(0, 1)),
              attribute("axes", integers(operands.get(1))),
              attribute("keepdims", 0));
      case "torch.cat" ->
          emit(
              "Concat",
              node,
              type(items(operands.getFirst()).getFirst()),
              names(items(operands.getFirst())),
              attribute("axis", integer(operands.get(1))));
      case "torch.reshape" ->
          emit(
              "Reshape",
              node,
              type(operands.getFirst()),
              List.of(name(operands.getFirst()), constant(integers(operands.get(1)))));
      case "torch.unsqueeze" ->
          emit(
              "Unsqueeze",
              node,
              type(operands.getFirst()),
              List.of(name(operands.getFirst()), constant(new long[] {integer(operands.get(1))})));
      case "torch.slice" ->
          emit(
              "Slice",
              node,
              type(operands.getFirst()),
              List.of(
                  name(operands.getFirst()),
                  constant(new long[] {integer(operands.get(2))}),
                  constant(new long[] {integer(operands.get(3))}),
                  constant(new long[] {integer(operands.get(1))})));
      default ->
          throw new IllegalArgumentException(
              "%s of method %s has no form in ONNX yet".formatted(node.operator(), graph.method()));
    }
  }

  private void unary(String operator, Node node) {
    var operand = node.operands().getFirst();
    emit(operator, node, type(operand), List.of(name(operand)));
  }

  /** As sin(x + π/2): ONNX Runtime has the sine of float64 numbers, but not their cosine. */
  private void cosine(Node node) {
    var operand = node.operands().getFirst();
    var type = type(operand);
    String name = "h" + helpers++;
    types.put(name, type);
    add("Add", name, List.of(name(operand), constant(new double[] {Math.PI / 2}, type)));
    emit("Sin", node, type, List.of(name));
  }

  private void clip(Node node) {
    var operands = node.operands();
    var type = type(operands.getFirst());
    emit(
        "Clip",
        node,
        type,
        List.of(
            name(operands.getFirst()),
            constant(new double[] {real(operands.get(1))}, type),
            constant(new double[] {real(operands.get(2))}, type)));
  }

  /** Of two tensors, or of a tensor and a number. */
  private void binary(String operator, Node node) {
    var left = node.operands().get(0);
    var right = node.operands().get(1);
    var type = type(left);
    String other =
        right instanceof Value ? asType(right, type) : constant(new double[] {real(right)}, type);
    emit(operator, node, type, List.of(name(left), other));
  }

  /** A value in the type wanted; libtorch would have promoted it by itself. */
  private String asType(Operand operand, ElementType wanted) {
    if (type(operand) != wanted) {
      throw new IllegalArgumentException(
          "Method %s mixes %s and %s".formatted(graph.method(), type(operand), wanted));
    }
    return name(operand);
  }

  private void cast(Node node, ElementType to) {
    emit("Cast", node, to, names(node.operands().subList(0, 1)), attribute("to", code(to)));
  }

  private void convolution(Node node) {
    var operands = node.operands();
    long[] padding = integers(operands.get(4));
    var inputs = names(operands.subList(0, operands.get(2) instanceof Value ? 3 : 2));
    emit(
        "Conv",
        node,
        type(operands.getFirst()),
        inputs,
        attribute("strides", integers(operands.get(3))),
        attribute("pads", new long[] {padding[0], padding[1], padding[0], padding[1]}),
        attribute("dilations", integers(operands.get(5))),
        attribute("group", integer(operands.get(6))));
  }

  private void emit(
      String operator,
      Node node,
      ElementType type,
      List<String> inputs,
      AttributeProto... attributes) {
    String name = resultOf(node).name();
    types.put(name, type);
    add(operator, name, inputs, attributes);
  }

  private void add(
      String operator, String result, List<String> inputs, AttributeProto... attributes) {
    out.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + result)
            .addAllInput(inputs)
            .addOutput(result)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  private void alias(Node node, String of) {
    types.put(resultOf(node).name(), Objects.requireNonNull(types.get(of), "no type of " + of));
    add("Identity", resultOf(node).name(), List.of(of));
  }

  private String helper(String operator, ElementType type, String input) {
    String name = "h" + helpers++;
    types.put(name, type);
    add(operator, name, List.of(input));
    return name;
  }

  /** Numbers as a constant; one number is a scalar. */
  private String constant(double[] values, ElementType type) {
    var tensor = TensorProto.newBuilder().setDataType(code(type));
    if (values.length != 1) {
      tensor.addDims(values.length);
    }
    var bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type) {
        case FLOAT32 -> bytes.putFloat((float) value);
        case FLOAT64 -> bytes.putDouble(value);
        default -> throw new IllegalArgumentException("A constant of type " + type);
      }
    }
    return initializer(tensor.setRawData(ByteString.copyFrom(bytes.flip())), type);
  }

  private String constant(long[] values) {
    var tensor =
        TensorProto.newBuilder().setDataType(code(ElementType.INT64)).addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return initializer(tensor, ElementType.INT64);
  }

  private String initializer(TensorProto.Builder tensor, ElementType type) {
    String name = "c" + helpers++;
    types.put(name, type);
    out.addInitializer(tensor.setName(name));
    return name;
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  private static AttributeProto attribute(String name, long[] values) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  private static Value resultOf(Node node) {
    return Objects.requireNonNull(node.result(), "ONNX has no effects");
  }

  private ElementType type(Operand operand) {
    return Objects.requireNonNull(types.get(name(operand)), () -> "no type of " + name(operand));
  }

  private static String name(Operand operand) {
    if (operand instanceof Value value) {
      return value.name();
    }
    throw new IllegalArgumentException("Not a value: " + operand);
  }

  private static List<String> names(List<? extends Operand> operands) {
    var names = new ArrayList<String>();
    operands.forEach(operand -> names.add(name(operand)));
    return names;
  }

  private static List<Operand> items(Operand operand) {
    return ((Operand.Sequence) operand).items();
  }

  private static String text(Operand operand) {
    return ((Operand.Text) operand).value();
  }

  private static long integer(Operand operand) {
    return ((Operand.Int) operand).value();
  }

  private static long[] integers(Operand operand) {
    return items(operand).stream().mapToLong(OnnxGraph::integer).toArray();
  }

  private static double real(Operand operand) {
    return switch (operand) {
      case Operand.Real r -> r.value();
      case Operand.Int i -> i.value();
      default -> throw new IllegalArgumentException("Not a number: " + operand);
    };
  }

  private static double[] reals(Operand operand) {
    return items(operand).stream().mapToDouble(OnnxGraph::real).toArray();
  }

  private static ElementType elementType(long code) {
    return Arrays.stream(ElementType.values())
        .filter(type -> type.code() == code)
        .findFirst()
        .orElseThrow();
  }
}
