package org.p2f.downstream.study;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One step of a study, as its plan has it: a job that is asked for once those before it are done.
 *
 * @param name unique in its study; letters, digits and dashes
 * @param title as people read it
 * @param path of the resource that is posted to; the study's own report where it is empty
 * @param body of the request, in which a {@link Result} stands for the artifact of an earlier step
 */
public record StudyStep(String name, String title, String path, Map<String, Object> body) {

  /** The artifact that a step made. */
  public record Result(String step) {}

  public StudyStep {
    body = Map.copyOf(body);
  }

  /** The steps it waits for. */
  public List<String> after() {
    return body.values().stream()
        .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
        .filter(Result.class::isInstance)
        .map(Result.class::cast)
        .map(Result::step)
        .distinct()
        .toList();
  }
}
