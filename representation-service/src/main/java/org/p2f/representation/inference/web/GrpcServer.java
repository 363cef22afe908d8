package org.p2f.representation.inference.web;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.EncodingLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Speaks the Open Inference Protocol over gRPC, where a port is set, on the web's address. */
@Component
final class GrpcServer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);

  /** Calls that one connection may have open; more wait at the caller's. */
  private static final int CALLS = 128;

  /** For the calls that are open when the service is told to end. */
  private static final Duration LAST_CALLS = Duration.ofSeconds(20);

  private final GrpcProperties properties;
  private final ServerProperties web;
  private final EncodingLimits limits;
  private final GrpcTraces traces;
  private final GrpcTokens tokens;
  private final InferenceRpc inference;
  private volatile @Nullable Server server;

  GrpcServer(
      GrpcProperties properties,
      ServerProperties web,
      EncodingLimits limits,
      GrpcTraces traces,
      GrpcTokens tokens,
      InferenceRpc inference) {
    this.properties = properties;
    this.web = web;
    this.limits = limits;
    this.traces = traces;
    this.tokens = tokens;
    this.inference = inference;
  }

  @Override
  public boolean isAutoStartup() {
    return properties.port() > 0;
  }

  @Override
  public void start() {
    InetAddress address = web.getAddress();
    var socket =
        address == null
            ? new InetSocketAddress(properties.port())
            : new InetSocketAddress(address, properties.port());
    try {
      server =
          NettyServerBuilder.forAddress(socket)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .maxInboundMessageSize(Math.toIntExact(limits.body().toBytes()))
              .maxConcurrentCallsPerConnection(CALLS)
              .intercept(tokens)
              .intercept(traces) // the last is the first to be asked
              .addService(inference)
              .build()
              .start();
      log.info("gRPC on port {}", properties.port());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "p2f.grpc.port %d cannot be listened on".formatted(properties.port()), e);
    }
  }

  @Override
  public void stop() {
    Server running = server;
    server = null;
    if (running == null) {
      return;
    }
    running.shutdown();
    try {
      if (!running.awaitTermination(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
        running.shutdownNow();
      }
    } catch (InterruptedException e) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  /** Ends behind the batch loop, whose refusals are still to be told. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 2;
  }
}
