package org.p2f.local.platform;

import java.net.http.HttpClient;

/** A program that runs as a child of this process, at an address that it keeps. */
interface Child<C extends Child<C>> extends AutoCloseable {

  String name();

  Tether tether();

  /**
   * Returns when it is ready.
   *
   * @throws LocalFailure if it ends before, or takes too long
   */
  void awaitReady(HttpClient http) throws InterruptedException;

  /**
   * Starts another in its place, after this one has ended.
   *
   * @throws LocalFailure if that cannot be done now
   */
  C again();

  @Override
  void close();
}
