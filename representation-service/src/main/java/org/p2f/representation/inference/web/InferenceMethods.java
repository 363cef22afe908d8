package org.p2f.representation.inference.web;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import org.p2f.inference.ModelInferRequest;
import org.p2f.inference.ModelInferResponse;
import org.p2f.inference.ModelMetadataRequest;
import org.p2f.inference.ModelMetadataResponse;
import org.p2f.inference.ModelReadyRequest;
import org.p2f.inference.ModelReadyResponse;
import org.p2f.inference.RepositoryIndexRequest;
import org.p2f.inference.RepositoryIndexResponse;
import org.p2f.inference.ServerLiveRequest;
import org.p2f.inference.ServerLiveResponse;
import org.p2f.inference.ServerMetadataRequest;
import org.p2f.inference.ServerMetadataResponse;
import org.p2f.inference.ServerReadyRequest;
import org.p2f.inference.ServerReadyResponse;

/** The Open Inference Protocol's methods as gRPC names them, each with one message either way. */
public final class InferenceMethods {
  static final String SERVICE = "inference.GRPCInferenceService";

  public static final MethodDescriptor<ServerLiveRequest, ServerLiveResponse> SERVER_LIVE =
      method(
          "ServerLive",
          ServerLiveRequest.getDefaultInstance(),
          ServerLiveResponse.getDefaultInstance());
  public static final MethodDescriptor<ServerReadyRequest, ServerReadyResponse> SERVER_READY =
      method(
          "ServerReady",
          ServerReadyRequest.getDefaultInstance(),
          ServerReadyResponse.getDefaultInstance());
  public static final MethodDescriptor<ModelReadyRequest, ModelReadyResponse> MODEL_READY =
      method(
          "ModelReady",
          ModelReadyRequest.getDefaultInstance(),
          ModelReadyResponse.getDefaultInstance());
  public static final MethodDescriptor<ServerMetadataRequest, ServerMetadataResponse>
      SERVER_METADATA =
          method(
              "ServerMetadata",
              ServerMetadataRequest.getDefaultInstance(),
              ServerMetadataResponse.getDefaultInstance());
  public static final MethodDescriptor<ModelMetadataRequest, ModelMetadataResponse> MODEL_METADATA =
      method(
          "ModelMetadata",
          ModelMetadataRequest.getDefaultInstance(),
          ModelMetadataResponse.getDefaultInstance());
  public static final MethodDescriptor<RepositoryIndexRequest, RepositoryIndexResponse>
      REPOSITORY_INDEX =
          method(
              "RepositoryIndex",
              RepositoryIndexRequest.getDefaultInstance(),
              RepositoryIndexResponse.getDefaultInstance());
  public static final MethodDescriptor<ModelInferRequest, ModelInferResponse> MODEL_INFER =
      method(
          "ModelInfer",
          ModelInferRequest.getDefaultInstance(),
          ModelInferResponse.getDefaultInstance());

  private InferenceMethods() {}

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }
}
