package org.p2f.local;

import java.util.Map;

/**
 * What a local platform is started with.
 *
 * @param home where it keeps everything
 * @param port the gateway's, on loopback; the other processes take what is free
 * @param applications the programs
 * @param jvmOptions what the user gives their JVMs
 * @param records whether the programs record what their {@link StartCache}s will hold, instead of
 *     using them
 */
public record LocalSettings(
    Home home, int port, Applications applications, JvmOptions jvmOptions, boolean records) {

  public LocalSettings(Home home, int port, Applications applications, JvmOptions jvmOptions) {
    this(home, port, applications, jvmOptions, false);
  }

  /**
   * From {@code P2F_HOME}, {@code P2F_PORT} and {@link JvmOptions}, with the programs of this
   * checkout.
   */
  public static LocalSettings of(Map<String, String> environment) {
    return new LocalSettings(
        Home.of(environment),
        Ports.chosen(environment),
        Applications.ofCheckout(),
        JvmOptions.of(environment));
  }
}
