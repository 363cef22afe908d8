package org.p2f.catalog.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that share their first bits, as CIDR writes them: {@code 10.0.0.0/8}.
 *
 * @param bits how many they share
 */
record Network(InetAddress address, int bits) {
  /**
   * What no receiver on the internet has. Sources: IANA's registries of special-purpose addresses
   * (RFC 6890), and addresses of IPv6 that hold one of IPv4 (RFC 6052, RFC 3056, RFC 4380).
   */
  private static final List<Network> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/9",
              "ff00::/8")
          .map(Network::parse)
          .toList();

  Network {
    if (bits < 0 || bits > 8 * address.getAddress().length) {
      throw new IllegalArgumentException("A network of %d bits".formatted(bits));
    }
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      try {
        return new Network(
            InetAddress.ofLiteral(text.substring(0, slash)),
            Integer.parseInt(text.substring(slash + 1)));
      } catch (IllegalArgumentException e) {
        // told below, with the whole text
      }
    }
    throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8".formatted(text));
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >>> (bit % 8);
      if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether an address is one of the internet, and no network's own. */
  static boolean isPublic(InetAddress address) {
    return SPECIAL.stream().noneMatch(special -> special.contains(address));
  }
}
