package org.p2f.gateway.proxy;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers belong to one connection and are not passed on.
 *
 * <p>Source: RFC 9110, 7.6.1, and what connections itself names.
 */
final class Hop {

  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Set<String> dropped = new HashSet<>(ALWAYS);

  /**
   * @param connection the values of the {@code Connection} header
   * @param more lower-case names of further headers to drop
   */
  Hop(Collection<String> connection, String... more) {
    dropped.addAll(Arrays.asList(more));
    for (var value : connection) {
      for (var name : value.split(",")) {
        dropped.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
  }

  boolean passes(String header) {
    return !dropped.contains(header.toLowerCase(Locale.ROOT));
  }
}
