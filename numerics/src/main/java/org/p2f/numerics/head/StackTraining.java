package org.p2f.numerics.head;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;

/** Trains one stack of heads by the protocol and tests each as it was after its best epoch. */
final class StackTraining {

  /** Images of one evaluation call, enough to fill the machine. */
  private static final int EVALUATION_BATCH = 1024;

  /** What became of one head of the stack. */
  record Outcome(
      int bestEpoch,
      double lastLoss,
      int validationCorrect,
      int validationImages,
      int testCorrect,
      int testImages,
      List<Double> readoutAttention) {}

  private final Engine engine;
  private final StackShape shape;
  private final List<Long> seeds;
  private final HeadSettings settings;
  private final HeadProgress progress;
  private final List<RandomStreams> streams;

  StackTraining(
      Engine engine,
      StackShape shape,
      List<Long> seeds,
      HeadSettings settings,
      HeadProgress progress) {
    this.engine = engine;
    this.shape = shape;
    this.seeds = seeds;
    this.settings = settings;
    this.progress = progress;
    this.streams = seeds.stream().map(RandomStreams::new).toList();
  }

  /**
   * @param epochDone hears the number of heads after each of their epochs
   * @return one outcome a head, in the order of the model axis
   */
  List<Outcome> run(HeadImages train, HeadImages test, IntConsumer epochDone) {
    var splits = streams.stream().map(s -> HeadSplit.draw(s, train.size())).toList();
    int images = splits.getFirst().trainingSize();
    int batch = Math.min(settings.batchSize(), images);
    int models = shape.axis().models();
    var bestCorrect = new long[models];
    var bestEpoch = new int[models];
    var lastLoss = new double[models];
    Arrays.fill(bestCorrect, -1);
    try (var heads =
        new StackedHeads(engine, shape, HeadProgram.DROPOUT, settings.precision(), seeds)) {
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        lastLoss = epoch(heads, train, splits, epoch, batch);
        var correct =
            correct(
                heads,
                StackedHeads.Weights.PRESENT,
                train,
                splits.stream().map(HeadSplit::validation).toArray(int[][]::new));
        var improved = new boolean[models];
        for (int head = 0; head < models; head++) {
          improved[head] = correct[head] > bestCorrect[head];
          if (improved[head]) {
            bestCorrect[head] = correct[head];
            bestEpoch[head] = epoch;
          }
        }
        heads.keep(improved);
        epochDone.accept(models);
      }
      var everyTest = new int[seeds.size()][];
      Arrays.fill(everyTest, IntStream.range(0, test.size()).toArray());
      var testCorrect = correct(heads, StackedHeads.Weights.BEST, test, everyTest);
      var attention = attention(heads, test, everyTest);
      int validation = splits.getFirst().validation().length;
      var losses = lastLoss;
      return IntStream.range(0, models)
          .mapToObj(
              head ->
                  new Outcome(
                      bestEpoch[head],
                      losses[head],
                      (int) bestCorrect[head],
                      validation,
                      (int) testCorrect[head],
                      test.size(),
                      attention.get(head)))
          .toList();
    }
  }

  /** Mean loss of each head. */
  private double[] epoch(
      StackedHeads heads, HeadImages train, List<HeadSplit> splits, int epoch, int batch) {
    int steps = splits.getFirst().trainingSize() / batch;
    var sums = new double[shape.axis().models()];
    try (var scope = engine.newScope()) {
      var orders =
          IntStream.range(0, seeds.size())
              .mapToObj(s -> splits.get(s).epoch(streams.get(s), epoch))
              .toArray(int[][]::new);
      var order = train.rows(scope, orders);
      for (int i = 0; i < steps; i++) {
        progress.checkpoint();
        long step = (epoch - 1L) * steps + i;
        var dropout = streams.stream().map(s -> s.seedOf("head/dropout", step)).toList();
        var losses = heads.step(train, order, i * batch, (i + 1) * batch, dropout);
        for (int head = 0; head < sums.length; head++) {
          sums[head] += losses[head] / steps;
        }
      }
    }
    return sums;
  }

  private long[] correct(
      StackedHeads heads, StackedHeads.Weights which, HeadImages images, int[][] rows) {
    var sums = new long[shape.axis().models()];
    for (var part : parts(rows)) {
      progress.checkpoint();
      try (var scope = engine.newScope()) {
        var correct = heads.correct(which, images, images.rows(scope, part));
        for (int head = 0; head < sums.length; head++) {
          sums[head] += correct[head];
        }
      }
    }
    return sums;
  }

  private List<List<Double>> attention(StackedHeads heads, HeadImages images, int[][] rows) {
    int models = shape.axis().models();
    if (!(shape.spec() instanceof HeadSpec.Transformer spec)) {
      return IntStream.range(0, models).mapToObj(head -> List.<Double>of()).toList();
    }
    var visible =
        IntStream.rangeClosed(0, spec.times())
            .filter(key -> !spec.hiddenKeys().contains(key))
            .toArray();
    var sums = new double[models][spec.times() + 1];
    for (var part : parts(rows)) {
      progress.checkpoint();
      try (var scope = engine.newScope()) {
        var attention =
            heads.attention(StackedHeads.Weights.BEST, images, images.rows(scope, part));
        for (int head = 0; head < models; head++) {
          for (int key = 0; key < visible.length; key++) {
            sums[head][visible[key]] +=
                attention[head * visible.length + key] / (double) images.size();
          }
        }
      }
    }
    return Arrays.stream(sums).map(s -> Arrays.stream(s).boxed().toList()).toList();
  }

  private static List<int[][]> parts(int[][] rows) {
    int all = rows[0].length;
    return IntStream.iterate(0, from -> from < all, from -> from + EVALUATION_BATCH)
        .mapToObj(
            from ->
                Arrays.stream(rows)
                    .map(r -> Arrays.copyOfRange(r, from, Math.min(all, from + EVALUATION_BATCH)))
                    .toArray(int[][]::new))
        .toList();
  }
}
