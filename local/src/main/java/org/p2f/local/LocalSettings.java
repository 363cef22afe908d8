package org.p2f.local;

import java.util.Map;

/**
 * What a local platform is started with.
 *
 * @param home where it keeps everything
 * @param port the gateway's, on loopback; the other processes take what is free
 * @param applications the programs
 */
public record LocalSettings(Home home, int port, Applications applications) {

  /** From {@code P2F_HOME} and {@code P2F_PORT}, with the programs of this checkout. */
  public static LocalSettings of(Map<String, String> environment) {
    return new LocalSettings(
        Home.of(environment), Ports.chosen(environment), Applications.ofCheckout());
  }
}
