package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;

/**
 * The step of solvers, whatever their rule, in float64 but for the score.
 *
 * @param stages how often a step asks for the score, 1 to {@link Combination#MOST_SCORES}
 */
record FixedProgram(Score score, int stages) {

  /**
   * (score's arguments, images, memory, numbers [stages + 2, 3 + stages]) → [images, memory]. A row
   * of numbers is (t, weights of images, memory and scores): a row for each stage, one for the
   * images after the step and one for what is kept; the first and the last two need no t, and the
   * first no weights.
   */
  static final String STEP = "fixedStep";

  private static final int FIRST_SCORE = 3;

  ProgramBuilder builder() {
    return new ProgramBuilder().method(STEP, this::step);
  }

  private List<Value> step(Graph g) {
    var scores = score.in(g);
    var known = new ArrayList<Value>();
    known.add(g.tensor("images"));
    known.add(g.tensor("memory"));
    var numbers = g.tensor("numbers");
    var zeros = known.getFirst().select(3, 0).select(2, 0).select(1, 0).mul(0);
    for (int stage = 0; stage < stages; stage++) {
      var row = numbers.select(0, stage);
      var state = stage == 0 ? known.getFirst() : sum(known, row);
      known.add(scores.at(state, zeros.add(row.select(0, 0))).to(ElementType.FLOAT64));
    }
    return List.of(
        sum(known, numbers.select(0, stages)).contiguous(),
        sum(known, numbers.select(0, stages + 1)).contiguous());
  }

  private static Value sum(List<Value> known, Value row) {
    var sum = known.getFirst().mul(row.select(0, 1));
    for (int i = 1; i < known.size(); i++) {
      sum = sum.add(known.get(i).mul(row.select(0, 1 + i)));
    }
    return sum;
  }

  /** As the step takes them. */
  double[] numbers(FixedStep step) {
    var sums = new ArrayList<Combination>();
    sums.add(Combination.ofImages());
    sums.addAll(step.states());
    sums.add(step.result());
    sums.add(step.kept());
    int width = FIRST_SCORE + stages;
    var numbers = new double[sums.size() * width];
    for (int row = 0; row < sums.size(); row++) {
      var sum = sums.get(row);
      int at = row * width;
      numbers[at] = row < stages ? step.times().get(row) : 0;
      numbers[at + 1] = sum.images();
      numbers[at + 2] = sum.memory();
      for (int i = 0; i < stages; i++) {
        numbers[at + FIRST_SCORE + i] = sum.scores().get(i);
      }
    }
    return numbers;
  }
}
