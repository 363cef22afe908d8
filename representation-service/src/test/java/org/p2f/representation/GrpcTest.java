package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2f.representation.inference.web.InferenceMethods.MODEL_INFER;
import static org.p2f.representation.inference.web.InferenceMethods.MODEL_METADATA;
import static org.p2f.representation.inference.web.InferenceMethods.MODEL_READY;
import static org.p2f.representation.inference.web.InferenceMethods.REPOSITORY_INDEX;
import static org.p2f.representation.inference.web.InferenceMethods.SERVER_LIVE;
import static org.p2f.representation.inference.web.InferenceMethods.SERVER_READY;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.test.Waiting;
import org.p2f.inference.InferParameter;
import org.p2f.inference.InferTensorContents;
import org.p2f.inference.ModelInferRequest;
import org.p2f.inference.ModelInferRequest.InferInputTensor;
import org.p2f.inference.ModelInferRequest.InferRequestedOutputTensor;
import org.p2f.inference.ModelInferResponse;
import org.p2f.inference.ModelMetadataRequest;
import org.p2f.inference.ModelReadyRequest;
import org.p2f.inference.RepositoryIndexRequest;
import org.p2f.inference.RepositoryIndexResponse.ModelIndex;
import org.p2f.inference.ServerLiveRequest;
import org.p2f.inference.ServerReadyRequest;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

/** The Open Inference Protocol over a real gRPC channel. */
class GrpcTest extends ServiceTest {
  private static final int VALUES = 3 * TinyModel.SIDE * TinyModel.SIDE;
  private static final float T = .25f;
  private static final ServerLiveRequest LIVE = ServerLiveRequest.getDefaultInstance();

  @Value("${p2f.grpc.port}")
  private int port;

  @Autowired private ArtifactAliases aliases;

  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void theServerAndItsModelsTellOfThemselves() {
    assertThat(call("read", SERVER_LIVE, LIVE).getLive()).isTrue();
    assertThat(call("read", SERVER_READY, ServerReadyRequest.getDefaultInstance()).getReady())
        .isTrue();
    var model =
        call(
            "read",
            MODEL_METADATA,
            ModelMetadataRequest.newBuilder().setName(tiny().modelId()).build());
    assertThat(model.getVersions(0))
        .isEqualTo(artifacts.find(tiny().modelId()).orElseThrow().digest());
    assertThat(model.getInputs(0).getShapeList()).containsExactly(-1L, 3L, 32L, 32L);
    assertThat(model.getOutputs(0).getShapeList()).containsExactly(-1L, -1L, 16L);
    var ready = ModelReadyRequest.newBuilder().setName(tiny().modelId()).build();
    Waiting.until("it is loaded", () -> call("read", MODEL_READY, ready).getReady(), is -> is);
  }

  @Test
  void codesAreThoseOverHttpAsContentsAndRaw() {
    JsonNode expected =
        api()
            .post(
                "/v2/models/%s/infer".formatted(tiny().modelId()),
                Map.of(
                    "inputs",
                    List.of(
                        Map.of(
                            "name",
                            "images",
                            "datatype",
                            "FP32",
                            "shape",
                            List.of(1, 3, 32, 32),
                            "data",
                            pixels()),
                        Map.of(
                            "name",
                            "t",
                            "datatype",
                            "FP32",
                            "shape",
                            List.of(1),
                            "data",
                            List.of(T)))))
            .json()
            .at("/outputs/0/data");
    ModelInferResponse contents = call("run", MODEL_INFER, request().build());
    assertThat(contents.getId()).isEqualTo("mine");
    assertThat(contents.getModelName()).isEqualTo(tiny().modelId());
    assertThat(contents.getParametersOrThrow("precision").getStringParam()).isEqualTo("float32");
    assertThat(contents.getOutputs(0).getShapeList()).containsExactly(1L, 1L, 16L);
    List<Float> codes = contents.getOutputs(0).getContents().getFp32ContentsList();
    assertThat(codes).hasSize(16);
    for (int i = 0; i < codes.size(); i++) {
      assertThat(codes.get(i)).isEqualTo((float) expected.get(i).asDouble());
    }

    var raw = request().addRawInputContents(bytes(pixels())).addRawInputContents(bytes(List.of(T)));
    raw.getInputsBuilder(0).clearContents();
    raw.getInputsBuilder(1).clearContents();
    ByteBuffer answer =
        call("run", MODEL_INFER, raw.build())
            .getRawOutputContents(0)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Float> same = new ArrayList<>();
    while (answer.hasRemaining()) {
      same.add(answer.getFloat());
    }
    assertThat(same).isEqualTo(codes);
  }

  @Test
  void parametersAreTaken() {
    var request =
        request()
            .putParameters("weights", InferParameter.newBuilder().setStringParam("ema").build())
            .putParameters(
                "interpolation_grid", InferParameter.newBuilder().setInt64Param(8).build());
    ModelInferResponse answer = call("run", MODEL_INFER, request.build());
    assertThat(answer.getParametersOrThrow("weights").getStringParam()).isEqualTo("ema");
    assertThat(answer.getParametersOrThrow("interpolation_method").getStringParam())
        .isEqualTo("cubic");
    assertThat(answer.getParametersOrThrow("interpolation_error_bound").getDoubleParam())
        .isNotNegative();
  }

  @Test
  void whoShowsNoTokenOrTooLittleOfOneIsRefused() {
    assertRefused(
        () -> call(channel, SERVER_LIVE, LIVE), Status.Code.UNAUTHENTICATED, "missing-token");
    assertRefused(
        () -> call(with("nonsense"), SERVER_LIVE, LIVE),
        Status.Code.UNAUTHENTICATED,
        "invalid-token");
    assertRefused(
        () -> call("read", MODEL_INFER, request().build()),
        Status.Code.PERMISSION_DENIED,
        "insufficient-scope");
  }

  @Test
  void badRequestsAreToldWhatIsWrong() {
    assertRefused(
        () -> call("run", MODEL_INFER, request().setModelName("none").build()),
        Status.Code.NOT_FOUND,
        "unknown-model");
    assertRefused(
        () -> call("run", MODEL_INFER, request().setModelVersion("another").build()),
        Status.Code.NOT_FOUND,
        "unknown-model");
    assertRefused(
        () -> call("run", MODEL_INFER, request().clearInputs().build()),
        Status.Code.INVALID_ARGUMENT,
        "invalid-request");
    var late = request();
    late.getInputsBuilder(1).getContentsBuilder().setFp32Contents(0, 1.5f);
    assertThatThrownBy(() -> call("run", MODEL_INFER, late.build()))
        .hasMessageContaining("t[0]: must be in [0, 1], is 1.5");
    var few = request().addRawInputContents(bytes(pixels()));
    assertThatThrownBy(() -> call("run", MODEL_INFER, few.build()))
        .hasMessageContaining("raw_input_contents: must be as many as inputs, 2, are 1");
  }

  /** As over HTTP; elements come all in one way, and in the field of their type. */
  @Test
  void whatAsksForSomethingElseIsRefused() {
    assertInvalid(
        request().addOutputs(InferRequestedOutputTensor.newBuilder().setName("y")),
        "outputs[0]: has the name 'y'; a model gives z");
    var z = InferRequestedOutputTensor.newBuilder().setName("z").build();
    assertInvalid(request().addOutputs(z).addOutputs(z), "outputs[1]: is a second 'z'");
    assertThat(call("run", MODEL_INFER, request().addOutputs(z).build()).getOutputsCount())
        .isEqualTo(1);
    assertInvalid(request().addInputs(request().getInputs(1)), "inputs[2]: is a second 't'");
    assertInvalid(request().removeInputs(0), "inputs: must have a tensor named images");
    var parameter = InferParameter.newBuilder().setInt64Param(1).build();
    assertInvalid(
        request().putParameters("sequence_id", parameter),
        "parameters.sequence_id: is not known here; known are weights, interpolation_grid");
    var shared = request();
    shared.getInputsBuilder(1).putParameters("shared_memory_byte_size", parameter);
    assertInvalid(shared, "inputs[1].parameters.shared_memory_byte_size: is not known here");

    var sized =
        request().addRawInputContents(bytes(pixels())).addRawInputContents(bytes(List.of(T)));
    sized.getInputsBuilder(0).clearContents();
    var size = InferParameter.newBuilder().setInt64Param(8).build();
    sized.getInputsBuilder(1).clearContents().putParameters("binary_data_size", size);
    assertInvalid(sized, "inputs[1]: has 4 bytes, not the 8 of its binary_data_size");

    var mixed =
        request().addRawInputContents(bytes(pixels())).addRawInputContents(bytes(List.of(T)));
    mixed.getInputsBuilder(0).clearContents();
    assertInvalid(
        mixed, "inputs[1]: has contents; all elements are in raw_input_contents, or none");
    var doubles = request();
    doubles.getInputsBuilder(1).getContentsBuilder().clear().addFp64Contents(T);
    assertInvalid(doubles, "inputs[1]: of FP32 has its elements in fp64_contents");
  }

  private void assertInvalid(ModelInferRequest.Builder request, String error) {
    assertThatThrownBy(() -> call("run", MODEL_INFER, request.build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining(error);
  }

  @Test
  void modelsAreAskedWithTheirVersionOrWithout() {
    String version = artifacts.find(tiny().modelId()).orElseThrow().digest();
    var answer = call("run", MODEL_INFER, request().setModelVersion(version).build());
    assertThat(answer.getModelVersion()).isEqualTo(version);
    var ready = ModelReadyRequest.newBuilder().setName(tiny().modelId()).setVersion("1").build();
    assertThatThrownBy(() -> call("read", MODEL_READY, ready))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("No model '%s' of version '1'".formatted(tiny().modelId()));
  }

  @Test
  void theIndexNamesEveryModel() throws Exception {
    String spare = tiny().again(artifacts).id();
    call("run", MODEL_INFER, request().build());
    var all = call("read", REPOSITORY_INDEX, RepositoryIndexRequest.getDefaultInstance());
    assertThat(all.getModelsList())
        .extracting(ModelIndex::getName)
        .contains(spare, tiny().modelId());
    var ready =
        call("read", REPOSITORY_INDEX, RepositoryIndexRequest.newBuilder().setReady(true).build());
    assertThat(ready.getModelsList())
        .extracting(ModelIndex::getName)
        .contains(tiny().modelId())
        .doesNotContain(spare);
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedAndTheConnectionGoesOn() {
    var large = request().addRawInputContents(ByteString.copyFrom(new byte[65 << 20]));
    assertThatThrownBy(() -> call("run", MODEL_INFER, large.build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    assertThat(call("run", MODEL_INFER, request().build()).getOutputsCount()).isEqualTo(1);
  }

  private static void assertRefused(ThrowingCallable call, Status.Code code, String problem) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getTrailers())
                  .isNotNull()
                  .satisfies(
                      trailers ->
                          assertThat(trailers.get(key("p2f-problem-type")))
                              .isEqualTo("https://p2f.org/problems/" + problem));
            });
  }

  private static ModelInferRequest.Builder request() {
    return ModelInferRequest.newBuilder()
        .setModelName(tiny().modelId())
        .setId("mine")
        .addInputs(tensor("images", pixels(), 1, 3, TinyModel.SIDE, TinyModel.SIDE))
        .addInputs(tensor("t", List.of(T), 1));
  }

  private static InferInputTensor.Builder tensor(String name, List<Float> values, long... shape) {
    var tensor = InferInputTensor.newBuilder().setName(name).setDatatype("FP32");
    for (long dimension : shape) {
      tensor.addShape(dimension);
    }
    return tensor.setContents(InferTensorContents.newBuilder().addAllFp32Contents(values));
  }

  private static List<Float> pixels() {
    return Collections.nCopies(VALUES, .5f);
  }

  private static ByteString bytes(List<Float> values) {
    var out = ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(out::putFloat);
    return ByteString.copyFrom(out.flip());
  }

  /** Also once it is known, and served, to its own project. */
  @Test
  void aModelOfAnotherProjectIsUnknown() throws Exception {
    var ada = new Caller("ada", "birds", Set.of("birds"), false);
    String model = Callers.as(ada, () -> tiny().again(artifacts).id());
    var request = ModelMetadataRequest.newBuilder().setName(model).build();
    assertThat(call(with(of("birds")), MODEL_METADATA, request).getName()).isEqualTo(model);
    for (Channel stranger : List.of(with(of("cars")), with(of("cars birds"), "cars"))) {
      assertThatThrownBy(() -> call(stranger, MODEL_METADATA, request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }
    assertThat(call(with(of("cars birds"), "birds"), MODEL_METADATA, request).getName())
        .isEqualTo(model);
  }

  @Test
  void anAliasStandsForEachProjectsOwnModel() throws Exception {
    var request = ModelMetadataRequest.newBuilder().setName("shared-grpc").build();
    for (String project : List.of("birds", "cars")) {
      var member = new Caller("member", project, Set.of(project), false);
      Artifact model = Callers.as(member, () -> tiny().again(artifacts));
      aliases.set(model, "shared-grpc");
      assertThat(call(with(of(project)), MODEL_METADATA, request).getName()).isEqualTo(model.id());
      assertThat(call(with(of("birds cars"), project), MODEL_METADATA, request).getName())
          .isEqualTo(model.id());
    }
    assertThatThrownBy(() -> call(with(of("dogs")), MODEL_METADATA, request))
        .isInstanceOf(StatusRuntimeException.class);
  }

  private static String of(String projects) {
    var until = Date.from(Instant.now().plusSeconds(600));
    return TOKENS.sign(
        TOKENS.claims("read run").claim("projects", projects).expirationTime(until).build());
  }

  private Channel with(String token, String project) {
    var headers = new Metadata();
    headers.put(key("p2f-project"), project);
    return ClientInterceptors.intercept(
        with(token), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** Calls as whoever holds a token of that scope. */
  private <Q, A> A call(String scope, MethodDescriptor<Q, A> method, Q request) {
    return call(with(TOKENS.token(scope)), method, request);
  }

  private static <Q, A> A call(Channel caller, MethodDescriptor<Q, A> method, Q request) {
    return ClientCalls.blockingUnaryCall(caller, method, CallOptions.DEFAULT, request);
  }

  private Channel with(String token) {
    var headers = new Metadata();
    headers.put(key("authorization"), "Bearer " + token);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
