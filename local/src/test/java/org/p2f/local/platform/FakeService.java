package org.p2f.local.platform;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A program like the four: takes {@code --server.port}, says that it is ready, waits. With {@code
 * --slow} it takes a while to get there, as the four do.
 */
public final class FakeService {

  private static final String PORT = "--server.port=";
  static final String SLOW = "--slow";

  private FakeService() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var port = 0;
    for (var argument : arguments) {
      System.out.println(argument);
      if (argument.startsWith(PORT)) {
        port = Integer.parseInt(argument.substring(PORT.length()));
      } else if (argument.equals(SLOW)) {
        Thread.sleep(2_000);
      }
    }
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/crash")) {
            System.out.println("crashing as asked");
            Runtime.getRuntime().halt(3);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped in order")));
    server.start();
  }
}
