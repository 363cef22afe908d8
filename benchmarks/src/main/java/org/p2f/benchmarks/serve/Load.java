package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Sends requests for a while: as fast as answers come, or at a rate whatever comes. */
final class Load {
  private final URI base;
  private final Supplier<byte[]> requests;

  /**
   * @param requests gives the next one; asked from many threads
   */
  Load(URI base, Supplier<byte[]> requests) {
    this.base = base;
    this.requests = requests;
  }

  /** Each caller sends its next request when the last is answered. */
  Tally closed(int callers, Duration length) throws InterruptedException {
    var tally = new Tally();
    long end = System.nanoTime() + length.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      threads.add(Thread.ofVirtual().start(() -> call(tally, end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return tally;
  }

  private void call(Tally tally, long end) {
    while (System.nanoTime() < end) {
      try (var connection = new Connection(base)) {
        while (System.nanoTime() < end && connection.isOpen()) {
          byte[] request = requests.get();
          long start = System.nanoTime();
          Connection.Answer answer = connection.exchange(request);
          long now = System.nanoTime();
          if (now < end) {
            tally.answered(answer, now - start);
          }
        }
      } catch (IOException e) {
        tally.broke();
        LockSupport.parkNanos(10_000_000); // a service that is away is not asked all the time
      }
    }
  }

  /**
   * Requests come at random moments, that many a second on average, and each is sent when its
   * moment comes: who waits for the answers before it would hide how long they took.
   */
  Tally open(double perSecond, Duration length) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    return open(perSecond, () -> System.nanoTime() < end);
  }

  /** As long as it is to go on. */
  Tally open(double perSecond, BooleanSupplier goesOn) throws InterruptedException {
    var tally = new Tally();
    var idle = new ConcurrentLinkedDeque<Connection>();
    var random = new Random(1);
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    double at = 0;
    while (goesOn.getAsBoolean()) {
      at -= Math.log(1 - random.nextDouble()) / perSecond * 1e9;
      long moment = start + (long) at;
      byte[] request = requests.get();
      while (System.nanoTime() < moment) {
        LockSupport.parkNanos(moment - System.nanoTime());
      }
      threads.add(Thread.ofVirtual().start(() -> send(request, moment, idle, tally)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    idle.forEach(Connection::close);
    return tally;
  }

  private void send(
      byte[] request, long moment, ConcurrentLinkedDeque<Connection> idle, Tally tally) {
    try {
      Connection free = idle.pollFirst();
      Connection connection = free == null ? new Connection(base) : free;
      Connection.Answer answer = connection.exchange(request);
      tally.answered(answer, System.nanoTime() - moment);
      if (connection.isOpen()) {
        idle.addFirst(connection);
      } else {
        connection.close();
      }
    } catch (IOException e) {
      tally.broke();
    }
  }
}
