package org.p2f.training.run;

import java.util.List;

/**
 * What people have written on a run.
 *
 * @param tags in their order, each once
 * @param notes empty if there are none
 */
public record RunLabel(List<String> tags, String notes) {
  /** Of a run on which nothing is written. */
  public static final RunLabel NONE = new RunLabel(List.of(), "");

  public RunLabel {
    tags = List.copyOf(tags);
  }
}
