package org.p2f.representation.inference.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param port where the Open Inference Protocol is spoken over gRPC too; 0 speaks it nowhere. It
 *     does not pass the gateway, so what guards it is this service alone
 */
@ConfigurationProperties("p2f.grpc")
record GrpcProperties(@DefaultValue("0") int port) {
  private static final int LAST_PORT = 65_535;

  GrpcProperties {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "p2f.grpc.port must be 0 to %d, is %d".formatted(LAST_PORT, port));
    }
  }
}
