package org.p2f.representation.inference.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.inference.InferParameter;
import org.p2f.inference.InferTensorContents;
import org.p2f.inference.ModelInferRequest;
import org.p2f.inference.ModelInferRequest.InferInputTensor;
import org.p2f.inference.ModelInferResponse;
import org.p2f.inference.ModelInferResponse.InferOutputTensor;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.encoding.Interpolation;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.EncodingOrder;
import org.p2f.representation.encoding.web.PixelArray;
import org.p2f.representation.encoding.web.WrittenCodes;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.spec.network.Weights;

/** A request of the Open Inference Protocol over gRPC, and its answer in the same form. */
record InferenceMessage(ModelInferRequest request) {

  InferenceRequest read(InvalidFields invalid) {
    var tensors = new InferenceTensors(invalid);
    List<ByteString> raw = request.getRawInputContentsList();
    if (!raw.isEmpty() && raw.size() != request.getInputsCount()) {
      invalid.add(
          "raw_input_contents",
          "must be as many as inputs, %d, are %d".formatted(request.getInputsCount(), raw.size()));
    } else {
      for (int i = 0; i < request.getInputsCount(); i++) {
        tensors.take(new MessageTensor(request.getInputs(i), raw.isEmpty() ? null : raw.get(i)));
        InferenceParameters.requireKnown(
            "inputs[%d].".formatted(i),
            request.getInputs(i).getParametersMap().keySet(),
            List.of(InferenceParameters.BINARY_DATA_SIZE), // KServe's client tells it here, too
            invalid);
      }
      tensors.end();
    }
    var outputs = new InferenceOutputs(invalid);
    request
        .getOutputsList()
        .forEach(
            output ->
                outputs.take(output.getName(), output.getParametersMap().keySet(), List.of()));
    InferenceParameters.requireKnown(
        "",
        request.getParametersMap().keySet(),
        List.of(InferenceParameters.WEIGHTS, InferenceParameters.INTERPOLATION_GRID),
        invalid);
    return new InferenceRequest(
        tensors.images(),
        tensors.times(),
        weights(invalid),
        interpolationGrid(invalid),
        isRaw(),
        request.getId());
  }

  private boolean isRaw() {
    return request.getRawInputContentsCount() > 0;
  }

  private @Nullable Weights weights(InvalidFields invalid) {
    InferParameter named = request.getParametersMap().get(InferenceParameters.WEIGHTS);
    return InferenceRequest.weights(named == null ? null : named.getStringParam(), invalid);
  }

  private @Nullable Integer interpolationGrid(InvalidFields invalid) {
    InferParameter grid = request.getParametersMap().get(InferenceParameters.INTERPOLATION_GRID);
    if (grid == null) {
      return null;
    }
    if (!grid.hasInt64Param() || grid.getInt64Param() != (int) grid.getInt64Param()) {
      invalid.add("parameters.interpolation_grid", "must be an integer");
      return null;
    }
    return (int) grid.getInt64Param();
  }

  /**
   * @param raw its elements; null if they are among the tensor's contents
   */
  private record MessageTensor(InferInputTensor tensor, @Nullable ByteString raw)
      implements InferenceTensors.Tensor {

    @Override
    public String name() {
      return tensor.getName();
    }

    @Override
    public PixelArray array() throws InvalidPicture {
      if (tensor.getShapeList().stream().anyMatch(dimension -> dimension < 0)) {
        throw new InvalidPicture("has no such shape as " + tensor.getShapeList());
      }
      ElementKind kind = InferenceTensors.kind(tensor.getDatatype());
      if (raw != null && tensor.hasContents()) {
        throw new InvalidPicture("has contents; all elements are in raw_input_contents, or none");
      }
      InferParameter size = tensor.getParametersMap().get(InferenceParameters.BINARY_DATA_SIZE);
      if (raw != null && size != null && size.getInt64Param() != raw.size()) {
        throw new InvalidPicture(
            "has %d bytes, not the %d of its binary_data_size"
                .formatted(raw.size(), size.getInt64Param()));
      }
      return new PixelArray(
          tensor.getShapeList(), kind, raw == null ? contents(kind) : raw.asReadOnlyByteBuffer());
    }

    private ByteBuffer contents(ElementKind kind) throws InvalidPicture {
      InferTensorContents contents = tensor.getContents();
      return switch (kind) {
        case FLOAT32 -> {
          requireNothingBut(InferTensorContents.FP32_CONTENTS_FIELD_NUMBER);
          yield floats(contents.getFp32ContentsList());
        }
        case UINT8 -> {
          requireNothingBut(InferTensorContents.UINT_CONTENTS_FIELD_NUMBER);
          yield bytes(contents.getUintContentsList());
        }
        case FLOAT16 -> throw new InvalidPicture("of FP16 must come by raw_input_contents");
      };
    }

    private void requireNothingBut(int field) throws InvalidPicture {
      for (var filled : tensor.getContents().getAllFields().keySet()) {
        if (filled.getNumber() != field) {
          throw new InvalidPicture(
              "of %s has its elements in %s".formatted(tensor.getDatatype(), filled.getName()));
        }
      }
    }

    private static ByteBuffer floats(List<Float> values) {
      var out = ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      values.forEach(out::putFloat);
      return out.flip();
    }

    private static ByteBuffer bytes(List<Integer> values) throws InvalidPicture {
      var out = ByteBuffer.allocate(values.size());
      for (int value : values) {
        if (value < 0 || value > 255) {
          throw new InvalidPicture(
              "has %s among its bytes".formatted(Integer.toUnsignedString(value)));
        }
        out.put((byte) value);
      }
      return out.flip();
    }
  }

  ModelInferResponse answer(EncodingOrder order, Encoded encoded) {
    Codes codes = encoded.codes();
    var output =
        InferOutputTensor.newBuilder()
            .setName(InferenceAnswer.CODES)
            .setDatatype(ElementKind.FLOAT32.inference())
            .addShape(codes.images())
            .addShape(codes.times())
            .addShape(codes.size());
    var answer =
        ModelInferResponse.newBuilder()
            .setModelName(order.model().id())
            .setModelVersion(order.model().digest())
            .setId(request.getId())
            .putAllParameters(parameters(order, encoded));
    if (isRaw()) {
      byte[] bytes = WrittenCodes.bytes(codes, ElementKind.FLOAT32, new byte[0]);
      answer.addRawOutputContents(UnsafeByteOperations.unsafeWrap(bytes));
    } else {
      output.setContents(
          InferTensorContents.newBuilder().addAllFp32Contents(WrittenCodes.flat(codes)));
    }
    return answer.addOutputs(output).build();
  }

  private static Map<String, InferParameter> parameters(EncodingOrder order, Encoded encoded) {
    var parameters =
        new HashMap<>(
            Map.of("weights", word(order.weights()), "precision", word(encoded.precision())));
    Interpolation interpolation = encoded.interpolation();
    if (interpolation != null) {
      parameters.put("interpolation_method", word(interpolation.method()));
      parameters.put(
          "interpolation_grid",
          InferParameter.newBuilder().setInt64Param(interpolation.grid().intervals()).build());
      parameters.put(
          "interpolation_error_bound",
          InferParameter.newBuilder().setDoubleParam(interpolation.errorBound()).build());
    }
    return parameters;
  }

  private static InferParameter word(Enum<?> constant) {
    return InferParameter.newBuilder()
        .setStringParam(constant.name().toLowerCase(Locale.ROOT))
        .build();
  }
}
