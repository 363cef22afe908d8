package org.p2f.kit.deletion;

import java.util.List;
import org.p2f.catalog.deletion.Deletable;

/** The routes by which a service deletes things: a service declares them as a bean. */
public record DeletionRoutes(List<Route> routes) {

  /**
   * {@code DELETE /v1/COLLECTION/{id}}.
   *
   * @param collection part of the path, and the one tag: generators make a client of each tag, and
   *     clash where an operation has two
   * @param word for one of the things, such as {@code training run}; names the problem where there
   *     is none
   */
  public record Route(
      Deletable kind, String collection, String operationId, String word, String summary) {}

  public static DeletionRoutes of(Route... routes) {
    return new DeletionRoutes(List.of(routes));
  }

  public DeletionRoutes {
    routes = List.copyOf(routes);
  }
}
