package org.p2f.downstream.domain;

import java.util.List;

/** A finished evaluation, as its artifact holds it. */
public record Evaluation(String trajectoriesId, List<EvaluationResult> results) {

  /** The file inside the artifact. */
  public static final String FILE = "evaluation.json";

  public Evaluation {
    results = List.copyOf(results);
  }
}
