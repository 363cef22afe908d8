package org.p2f.catalog.webhook;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port, as a pattern: {@code *.} in front of a host stands for any labels.
 *
 * @param host in lower case
 */
record Origin(String scheme, String host, int port) {
  private static final String ANY = "*.";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * @throws IllegalArgumentException if it is none
   */
  static Origin parse(String pattern) {
    boolean any = pattern.contains("://" + ANY);
    URI uri = URI.create(any ? pattern.replace("://" + ANY, "://") : pattern);
    boolean bare =
        uri.getRawPath() != null
            && uri.getRawPath().isEmpty()
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
    Origin origin = of(uri);
    if (!bare || origin == null) {
      throw new IllegalArgumentException(
          "'%s' is no origin such as https://hooks.example.org".formatted(pattern));
    }
    return any ? new Origin(origin.scheme, ANY + origin.host, origin.port) : origin;
  }

  /** That of an address; null if it is not one of HTTP. */
  static @Nullable Origin of(URI address) {
    if (address.getScheme() == null || address.getHost() == null) {
      return null;
    }
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? usual : address.getPort();
    return SCHEMES.contains(scheme)
        ? new Origin(scheme, address.getHost().toLowerCase(Locale.ROOT), port)
        : null;
  }

  /** Whether that origin is one of those that this stands for. */
  boolean covers(Origin origin) {
    boolean hosts =
        host.startsWith(ANY)
            ? origin.host.endsWith(host.substring(1)) && origin.host.length() > host.length() - 1
            : host.equals(origin.host);
    return scheme.equals(origin.scheme) && hosts && port == origin.port;
  }
}
