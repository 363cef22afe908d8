package org.p2f.local.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Loopback ports: the gateway's is the user's choice, all others may move when taken. */
public final class Ports {

  static final int DEFAULT = 8080;
  private static final String VARIABLE = "P2F_PORT";
  private static final int LAST = 65_535;

  private Ports() {}

  /**
   * @throws LocalFailure if {@code P2F_PORT} is no port
   */
  static int chosen(Map<String, String> environment) {
    var text = environment.get(VARIABLE);
    if (text == null || text.isBlank()) {
      return DEFAULT;
    }
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 1 && port <= LAST) {
        return port;
      }
    } catch (NumberFormatException _) {
      // refused below, as any other number that is no port
    }
    throw new LocalFailure(
        "%s must be a port from 1 to 65535, not '%s'.".formatted(VARIABLE, text));
  }

  /**
   * @throws LocalFailure if another process has the port; names it where it can be known
   */
  static void requireFree(int port) {
    if (!isFree(port)) {
      var owner =
          PortOwner.of(port)
              .map(process -> " by process %d (%s)".formatted(process.pid(), command(process)))
              .orElse("");
      throw new LocalFailure(
          "Port %d is taken%s. Stop that process, or choose another port: %s=8090 ./p2f up"
              .formatted(port, owner, VARIABLE));
    }
  }

  /** That port if it is one and free, any other if not. */
  public static int freeNear(int preferred) {
    if (preferred >= 1 && preferred <= LAST && isFree(preferred)) {
      return preferred;
    }
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException exhausted) {
      throw new LocalFailure("No port is free on this machine.", exhausted);
    }
  }

  private static boolean isFree(int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static String command(ProcessHandle process) {
    var line = process.info().commandLine().or(process.info()::command).orElse("unknown");
    return line.length() <= 100 ? line : line.substring(0, 97) + "...";
  }
}
