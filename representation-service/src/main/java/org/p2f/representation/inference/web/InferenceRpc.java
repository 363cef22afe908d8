package org.p2f.representation.inference.web;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.p2f.inference.ModelInferRequest;
import org.p2f.inference.ModelInferResponse;
import org.p2f.inference.ModelMetadataRequest;
import org.p2f.inference.ModelMetadataResponse;
import org.p2f.inference.ModelMetadataResponse.TensorMetadata;
import org.p2f.inference.ModelReadyRequest;
import org.p2f.inference.ModelReadyResponse;
import org.p2f.inference.RepositoryIndexRequest;
import org.p2f.inference.RepositoryIndexResponse;
import org.p2f.inference.RepositoryIndexResponse.ModelIndex;
import org.p2f.inference.ServerLiveResponse;
import org.p2f.inference.ServerMetadataResponse;
import org.p2f.inference.ServerReadyResponse;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.EncodeOrder;
import org.p2f.representation.encoding.web.EncodingOrder;
import org.p2f.representation.encoding.web.EncodingOrders;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.web.InvalidFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The Open Inference Protocol's calls; what they mean is told where HTTP takes them. */
@Component
final class InferenceRpc implements BindableService {
  private static final Logger log = LoggerFactory.getLogger(InferenceRpc.class);
  private static final int NOT_NOW = 503;

  private final InferenceModels models;
  private final Readiness readiness;
  private final EncodingOrders orders;
  private final EncodeOrder encode;

  InferenceRpc(
      InferenceModels models, Readiness readiness, EncodingOrders orders, EncodeOrder encode) {
    this.models = models;
    this.readiness = readiness;
    this.orders = orders;
    this.encode = encode;
  }

  @Override
  public ServerServiceDefinition bindService() {
    var service = ServerServiceDefinition.builder(InferenceMethods.SERVICE);
    add(service, InferenceMethods.SERVER_LIVE, _ -> live());
    add(service, InferenceMethods.SERVER_READY, _ -> ready());
    add(service, InferenceMethods.MODEL_READY, this::modelReady);
    add(service, InferenceMethods.SERVER_METADATA, _ -> metadata());
    add(service, InferenceMethods.MODEL_METADATA, this::modelMetadata);
    add(service, InferenceMethods.REPOSITORY_INDEX, this::index);
    add(service, InferenceMethods.MODEL_INFER, this::infer);
    return service.build();
  }

  private static <Q, A> void add(
      ServerServiceDefinition.Builder service,
      MethodDescriptor<Q, A> method,
      Function<Q, A> answer) {
    service.addMethod(
        method, ServerCalls.asyncUnaryCall((request, caller) -> call(answer, request, caller)));
  }

  private static <Q, A> void call(Function<Q, A> method, Q request, StreamObserver<A> caller) {
    A answer;
    try {
      answer = method.apply(request);
    } catch (Refused e) {
      caller.onError(GrpcProblems.of(e.refusal()));
      return;
    } catch (RuntimeException e) {
      log.error("A call has failed", e);
      caller.onError(
          Status.INTERNAL
              .withDescription("The service failed; its log tells")
              .asRuntimeException());
      return;
    }
    caller.onNext(answer);
    caller.onCompleted();
  }

  private static ServerLiveResponse live() {
    return ServerLiveResponse.newBuilder().setLive(true).build();
  }

  private ServerReadyResponse ready() {
    return ServerReadyResponse.newBuilder().setReady(isReady(readiness::require)).build();
  }

  private ModelReadyResponse modelReady(ModelReadyRequest request) {
    ModelCard model = models.find(request.getName(), request.getVersion());
    return ModelReadyResponse.newBuilder()
        .setReady(isReady(() -> readiness.require(model.id())))
        .build();
  }

  private static boolean isReady(Runnable require) {
    try {
      require.run();
      return true;
    } catch (Refused e) {
      if (e.refusal().status() == NOT_NOW) {
        return false;
      }
      throw e;
    }
  }

  private static ServerMetadataResponse metadata() {
    return ServerMetadataResponse.newBuilder().setName("p2f").setVersion("2").build();
  }

  private ModelMetadataResponse modelMetadata(ModelMetadataRequest request) {
    ModelCard model = models.find(request.getName(), request.getVersion());
    var shape = model.shape();
    return ModelMetadataResponse.newBuilder()
        .setName(model.id())
        .addVersions(model.digest())
        .setPlatform("p2f")
        .addInputs(
            tensor(InferenceTensors.IMAGES, -1, shape.channels(), shape.height(), shape.width()))
        .addInputs(tensor(InferenceTensors.TIMES, -1))
        .addOutputs(tensor(InferenceAnswer.CODES, -1, -1, model.codes()))
        .build();
  }

  private static TensorMetadata tensor(String name, long... shape) {
    return TensorMetadata.newBuilder()
        .setName(name)
        .setDatatype(ElementKind.FLOAT32.inference())
        .addAllShape(LongStream.of(shape).boxed().toList())
        .build();
  }

  private RepositoryIndexResponse index(RepositoryIndexRequest request) {
    var index = RepositoryIndexResponse.newBuilder();
    for (var model : models.index(request.getReady())) {
      index.addModels(
          ModelIndex.newBuilder()
              .setName(model.name())
              .setVersion(model.version())
              .setState(model.state())
              .setReason(model.reason()));
    }
    return index.build();
  }

  private ModelInferResponse infer(ModelInferRequest request) {
    var invalid = new InvalidFields();
    var message = new InferenceMessage(request);
    InferenceRequest read = message.read(invalid);
    ModelCard model =
        models.find(request.getModelName(), request.getModelVersion(), read.answering());
    invalid.refuse();
    EncodingOrder order = orders.read(read.terms(model.id()), read.images(), invalid);
    return message.answer(order, encode.encode(order));
  }
}
