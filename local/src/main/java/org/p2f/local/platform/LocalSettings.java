package org.p2f.local.platform;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a local platform is started with.
 *
 * @param home where it keeps everything
 * @param port the gateway's, on loopback; the other processes take what is free
 * @param applications the programs
 * @param jvmOptions what the user gives their JVMs
 * @param records whether the programs record what their {@link StartCache}s will hold, instead of
 *     using them
 * @param issuer whose tokens are believed beside the home's own; null for nobody's
 */
public record LocalSettings(
    Home home,
    int port,
    Applications applications,
    JvmOptions jvmOptions,
    boolean records,
    @Nullable Issuer issuer) {

  /**
   * An OpenID provider.
   *
   * @param audience what its tokens must be for
   */
  public record Issuer(URI address, String audience) {}

  public LocalSettings(Home home, int port, Applications applications, JvmOptions jvmOptions) {
    this(home, port, applications, jvmOptions, false, null);
  }

  /** The same with an issuer. */
  public LocalSettings believing(@Nullable Issuer other) {
    return new LocalSettings(home, port, applications, jvmOptions, records, other);
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
