package org.p2f.downstream.evaluation;

import java.util.List;
import org.p2f.downstream.head.Sources;

/**
 * A finished evaluation, as its artifact holds it.
 *
 * @param differences every comparison that the results allow; their number is what a reader has to
 *     correct for
 */
public record Evaluation(
    Sources sources, List<EvaluationResult> results, List<Difference> differences) {

  /** The file inside the artifact. */
  public static final String FILE = "evaluation.json";

  /** Its results as a table, beside it. */
  public static final String TABLE = "evaluation.csv";

  /** Its comparisons as a table. */
  public static final String DIFFERENCES_TABLE = "differences.csv";

  /** Which test images each head gets right, booleans [heads, images]. */
  public static final String ANSWERS = "correct.npy";

  public Evaluation {
    results = List.copyOf(results);
    differences = List.copyOf(differences);
  }
}
