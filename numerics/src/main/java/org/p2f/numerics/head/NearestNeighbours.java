package org.p2f.numerics.head;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.HeadSettings;

/**
 * Classifies an image by the majority among those training images whose codes at one time are most
 * like its own, by cosine; of classes with equal votes the first. Nothing is trained: it reads what
 * the code's geometry tells by itself.
 */
public final class NearestNeighbours {

  /** Images of one call; their similarities to all others are held at a time. */
  private static final int BATCH = 256;

  /** Keeps the quotient finite for a code that is 0. */
  private static final double EPSILON = 1e-12;

  private final Engine engine;
  private final int neighbours;

  /**
   * @param neighbours that vote, at least 1; fewer where there are fewer images
   */
  public NearestNeighbours(Engine engine, int neighbours) {
    if (neighbours < 1) {
      throw new IllegalArgumentException("Need a neighbour, got " + neighbours);
    }
    this.engine = engine;
    this.neighbours = neighbours;
  }

  /**
   * @param seed of the validation split and of the share of labels, as a head of that seed has them
   */
  public record Result(
      int time,
      long seed,
      int validationCorrect,
      int validationImages,
      int testCorrect,
      int testImages) {

    public double testAccuracy() {
      return testCorrect / (double) testImages;
    }

    public double validationAccuracy() {
      return validationCorrect / (double) validationImages;
    }
  }

  /**
   * @param factor index into the trajectories' factors
   * @param settings which of the training images vote, and which are for validation
   * @param progress its checkpoint is called between calls
   * @return for each time and seed, times outermost
   */
  public List<Result> classify(
      Trajectories trajectories,
      int factor,
      int seeds,
      HeadSettings settings,
      HeadProgress progress) {
    int classes = trajectories.factors().get(factor).classes();
    var builder =
        new ProgramBuilder()
            .method("similar", NearestNeighbours::similar)
            .method("right", graph -> right(graph, classes));
    var results = new ArrayList<Result>();
    try (var program = builder.compile(engine);
        var train = ResidentImages.load(engine, trajectories, TrajectorySplit.TRAIN);
        var test = ResidentImages.load(engine, trajectories, TrajectorySplit.TEST)) {
      for (int time = 0; time < trajectories.times().size(); time++) {
        for (long seed = 0; seed < seeds; seed++) {
          var streams = new RandomStreams(seed);
          var split = HeadSplit.draw(streams, train.size(), settings);
          var voters = train.feed(train.scope(), factor, new int[][] {split.epoch(streams, 1)});
          var counting = new Counting(program, voters, factor, time, progress);
          results.add(
              new Result(
                  time,
                  seed,
                  counting.count(train, split.validation()),
                  split.validation().length,
                  counting.count(test, IntStream.range(0, test.size()).toArray()),
                  test.size()));
          voters.rows().close();
        }
      }
    }
    return results;
  }

  private final class Counting {
    private final Program program;
    private final Feed voters;
    private final int factor;
    private final int time;
    private final HeadProgress progress;

    Counting(Program program, Feed voters, int factor, int time, HeadProgress progress) {
      this.program = program;
      this.voters = voters;
      this.factor = factor;
      this.time = time;
      this.progress = progress;
    }

    int count(HeadImages images, int[] rows) {
      int all = Math.toIntExact(voters.rows().getShape().get(1));
      long right = 0;
      for (int from = 0; from < rows.length; from += BATCH) {
        progress.checkpoint();
        try (var scope = engine.newScope()) {
          var some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + BATCH));
          right += count(scope, images.feed(scope, factor, new int[][] {some}), all);
        }
      }
      return Math.toIntExact(right);
    }

    private long count(NDManager scope, Feed asked, int all) {
      var similar =
          program
              .call(
                  scope,
                  "similar",
                  voters.codes(),
                  voters.rows(),
                  asked.codes(),
                  asked.rows(),
                  time)
              .get(0);
      var nearest = similar.topK(Math.min(neighbours, all), 1, true, true);
      nearest.attach(scope);
      return program
          .call(
              scope,
              "right",
              voters.labels(),
              voters.rows(),
              nearest.get(1),
              asked.labels(),
              asked.rows())
          .get(0)
          .toLongArray()[0];
    }
  }

  private static List<Value> similar(Graph graph) {
    var voters = graph.tensor("voters");
    var voting = graph.tensor("voting");
    var asked = graph.tensor("asked");
    var asking = graph.tensor("asking");
    var time = graph.argument("time", ValueType.INT);
    return List.of(
        directions(asked, asking, time).matmul(directions(voters, voting, time).transpose(0, 1)));
  }

  private static List<Value> right(Graph graph, int classes) {
    var votes = graph.tensor("votes");
    var voting = graph.tensor("voting");
    var nearest = graph.tensor("nearest");
    var truth = graph.tensor("truth");
    var asking = graph.tensor("asking");
    var theirs = graph.op("torch.take", votes.indexSelect(0, voting.reshape(-1)), nearest);
    var counts = graph.op("torch.one_hot", theirs, Operand.of(classes)).sum(1);
    var right = graph.op("torch.eq", counts.argmax(1), truth.indexSelect(0, asking.reshape(-1)));
    return List.of(right.sum().reshape(1));
  }

  /** Codes of that time, each of length 1. */
  private static Value directions(Value codes, Value rows, Value time) {
    var graph = codes.graph();
    var some =
        graph.op("torch.select", codes.indexSelect(0, rows.reshape(-1)), Operand.of(1), time);
    var length =
        graph.op(
            "torch.linalg_vector_norm",
            List.of(some, Operand.of(2), Operand.ints(1), Operand.of(true)),
            Map.of());
    return some.div(length.add(EPSILON));
  }
}
