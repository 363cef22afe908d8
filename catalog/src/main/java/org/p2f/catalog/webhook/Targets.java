package org.p2f.catalog.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Whom the operator lets the platform call. */
final class Targets {
  private final List<Origin> origins;
  private final List<Network> networks;

  /**
   * @throws IllegalArgumentException if a pattern is none
   */
  Targets(WebhookProperties properties) {
    origins = properties.targets().stream().map(Origin::parse).toList();
    networks = properties.privateNetworks().stream().map(Network::parse).toList();
  }

  /** Whether anybody can be called. */
  boolean areAny() {
    return !origins.isEmpty();
  }

  boolean allow(URI address) {
    Origin origin = Origin.of(address);
    return origin != null && origins.stream().anyMatch(allowed -> allowed.covers(origin));
  }

  /**
   * The addresses of a host. They are what is connected to, so that a name cannot mean another
   * address once it has been looked at.
   *
   * @throws UnknownHostException if it has none, or one that must not be called
   */
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    for (InetAddress address : addresses) {
      if (!Network.isPublic(address)
          && networks.stream().noneMatch(network -> network.contains(address))) {
        throw new UnknownHostException(
            "%s has the address %s, which is neither public nor in p2f.webhooks.private-networks"
                .formatted(host, address.getHostAddress()));
      }
    }
    return Arrays.copyOf(addresses, addresses.length);
  }
}
