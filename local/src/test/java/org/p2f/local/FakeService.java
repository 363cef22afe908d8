package org.p2f.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A program like the four: takes {@code --server.port}, answers that it is ready, waits. */
public final class FakeService {

  private FakeService() {}

  public static void main(String[] arguments) throws IOException {
    var port = 0;
    for (var argument : arguments) {
      System.out.println(argument);
      if (argument.startsWith("--server.port=")) {
        port = Integer.parseInt(argument.substring("--server.port=".length()));
      }
    }
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
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
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopping in order")));
    server.start();
  }
}
