package org.p2f.spec.network;

/** Number of trained values of the two networks. */
public record ParameterCount(long encoder, long scoreNetwork) {
  public long total() {
    return encoder + scoreNetwork;
  }
}
