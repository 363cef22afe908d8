package org.p2f.kit.problem;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a request is not answered as asked.
 *
 * @param name last part of the problem's type; has a page under {@code docs/problems/}
 * @param status 4xx or 5xx
 * @param detail one sentence that names the thing
 * @param errors the fields to blame; empty if none
 * @param headers response headers that belong to it, such as {@code Retry-After}
 * @param dependants what is in the way of a deletion; empty if nothing
 */
public record Refusal(
    String name,
    int status,
    String detail,
    List<InvalidField> errors,
    Map<String, String> headers,
    List<Dependant> dependants) {

  public Refusal {
    if (!name.matches("[a-z]+(-[a-z]+)*")) {
      throw new IllegalArgumentException("Not a problem name: '%s'".formatted(name));
    }
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("Not an error status: %d".formatted(status));
    }
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
    dependants = List.copyOf(dependants);
  }

  public Refusal(
      String name,
      int status,
      String detail,
      List<InvalidField> errors,
      Map<String, String> headers) {
    this(name, status, detail, errors, headers, List.of());
  }

  public Refusal(String name, int status, String detail) {
    this(name, status, detail, List.of(), Map.of());
  }

  /** The detail, with the fields to blame if there are several. */
  public String sentence() {
    return errors.size() < 2
        ? detail
        : errors.stream()
            .map(error -> "%s: %s".formatted(error.field(), error.message()))
            .collect(Collectors.joining("; ", detail + ": ", ""));
  }

  /** The same, with more said of it. */
  Refusal saying(String more) {
    return new Refusal(name, status, detail + more, errors, headers, dependants);
  }

  /** The refusal of a request whose fields are not as they must be. */
  public static Refusal ofFields(List<InvalidField> errors) {
    String detail =
        errors.size() == 1
            ? "%s: %s".formatted(errors.getFirst().field(), errors.getFirst().message())
            : "%d fields are not as they must be".formatted(errors.size());
    return new Refusal("invalid-request", 422, detail, errors, Map.of());
  }
}
