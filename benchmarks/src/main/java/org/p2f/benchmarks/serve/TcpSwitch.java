package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * What a cluster's load balancer is: passes every new connection to the instance named last. Those
 * that are open stay where they are.
 */
final class TcpSwitch implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
  private volatile URI target;

  TcpSwitch(URI target) throws IOException {
    this.target = target;
    Thread.ofVirtual().name("switch").start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  void to(URI other) {
    target = other;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException e) {
        // closed, or a caller who left at once
      }
    }
  }

  private void connect(Socket near) {
    try (near;
        var far = new Socket(target.getHost(), target.getPort())) {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      var back = Thread.ofVirtual().start(() -> pass(far, near));
      pass(near, far);
      back.join();
    } catch (IOException e) {
      // the other end sees its connection closed, as it would without a switch
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is left to close
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
