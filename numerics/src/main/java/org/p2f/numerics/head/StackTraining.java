package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;

/** Trains one stack of heads by the protocol and tests each as it was after its best epoch. */
final class StackTraining {

  /** Images of one evaluation call: few enough for their activations to stay in the cache. */
  private static final int EVALUATION_BATCH = 256;

  /** Work of one training call, about a fifth of a second: a stop must not wait for long. */
  private static final long CALL_OPERATIONS = 20_000_000_000L;

  /** Random bytes, and codes read for it, of one training call. */
  private static final long CALL_BYTES = 32L << 20;

  /** What became of one head of the stack. */
  record Outcome(
      int bestEpoch,
      int epochs,
      double lastLoss,
      int validationCorrect,
      int validationImages,
      int testCorrect,
      int testImages,
      List<List<Double>> headAttention,
      Answers testAnswers,
      Occlusion occlusion) {}

  /** The images to learn from and to be tested on. */
  record Material(HeadImages train, HeadImages test, int factor) {}

  private final Engine engine;
  private final HeadProgram program;
  private final StackShape shape;
  private final List<Long> seeds;
  private final HeadSettings settings;
  private final List<RandomStreams> streams;
  private final BooleanSupplier stopping;
  private final boolean answering;

  /**
   * @param answering whether the heads' answers to all test images are wanted
   */
  StackTraining(
      Engine engine,
      HeadProgram program,
      StackShape shape,
      List<Long> seeds,
      HeadSettings settings,
      boolean answering,
      BooleanSupplier stopping) {
    this.engine = engine;
    this.program = program;
    this.shape = shape;
    this.seeds = seeds;
    this.settings = settings;
    this.streams = seeds.stream().map(RandomStreams::new).toList();
    this.stopping = stopping;
    this.answering = answering;
  }

  /**
   * @param epochDone hears the number of heads after each of their epochs
   * @return one outcome a head, in the order of the model axis
   */
  List<Outcome> run(Material material, IntConsumer epochDone) {
    var splits =
        streams.stream()
            .map(s -> HeadSplit.draw(s, material.train().size(), settings.labelFraction()))
            .toList();
    int models = shape.models();
    var best = new BestEpochs(models, settings.patience());
    var lastLoss = new double[models];
    try (var heads = new StackedHeads(engine, program, shape, seeds)) {
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        int[] learning = learning(best);
        if (learning.length == 0) {
          epochDone.accept(models * (settings.epochs() - epoch + 1));
          break;
        }
        var losses = epoch(heads, material, splits, learning, epoch);
        for (int head = 0; head < models; head++) {
          lastLoss[head] = best.learns(head) ? losses[head] : lastLoss[head];
        }
        var correct =
            correct(
                heads,
                StackedHeads.Weights.PRESENT,
                material.train(),
                material.factor(),
                splits.stream().map(HeadSplit::validation).toArray(int[][]::new));
        heads.keep(best.after(epoch, correct));
        epochDone.accept(models);
      }
      var test = material.test();
      var everyTest = new int[seeds.size()][];
      Arrays.fill(everyTest, IntStream.range(0, test.size()).toArray());
      var testCorrect =
          correct(heads, StackedHeads.Weights.BEST, test, material.factor(), everyTest);
      var attention = attention(heads, test, material.factor(), everyTest);
      var answers = answers(heads, test, material.factor(), everyTest);
      var occlusions = occlusions(heads, test, material.factor(), everyTest);
      int validation = splits.getFirst().validation().length;
      return IntStream.range(0, models)
          .mapToObj(
              head ->
                  new Outcome(
                      best.best(head),
                      best.last(head),
                      lastLoss[head],
                      best.correct(head),
                      validation,
                      (int) testCorrect[head],
                      test.size(),
                      attention.get(head),
                      answers.get(head),
                      occlusions.get(head)))
          .toList();
    }
  }

  /** Variants of which a head still learns. */
  private int[] learning(BestEpochs best) {
    int each = seeds.size();
    return IntStream.range(0, shape.variants().size())
        .filter(v -> IntStream.range(v * each, (v + 1) * each).anyMatch(best::learns))
        .toArray();
  }

  /**
   * @param learning variants that learn
   * @return mean loss of each head; 0 for those that do not learn
   */
  private double[] epoch(
      StackedHeads heads, Material material, List<HeadSplit> splits, int[] learning, int epoch) {
    int images = splits.getFirst().trainingSize();
    int batch = Math.min(settings.batchSize(), images);
    int steps = images / batch;
    var sums = new double[shape.models()];
    var orders =
        IntStream.range(0, seeds.size())
            .mapToObj(s -> splits.get(s).epoch(streams.get(s), epoch))
            .toArray(int[][]::new);
    int most = stepsOfACall(batch, material.train().feedBytes());
    for (int from = 0; from < steps; from += most) {
      refuseToGoOn();
      int count = Math.min(most, steps - from);
      int first = from;
      try (var scope = engine.newScope()) {
        var rows =
            Arrays.stream(orders)
                .map(o -> Arrays.copyOfRange(o, first * batch, (first + count) * batch))
                .toArray(int[][]::new);
        var dropout =
            DropoutBytes.draw(
                scope, streams, (epoch - 1L) * steps + from, count, program.units(), batch);
        var losses =
            heads.learn(
                material.train().feed(scope, material.factor(), rows),
                dropout,
                learning,
                count,
                batch);
        for (int head = 0; head < sums.length; head++) {
          sums[head] += losses[head] / steps;
        }
      }
    }
    return sums;
  }

  /** A number that depends on the stack alone, as the losses' rounding depends on it. */
  private int stepsOfACall(int batch, long imageBytes) {
    long work = shape.models() * HeadWork.step(shape.spec(), batch);
    long bytes = Math.max(1, seeds.size() * (program.units() + imageBytes) * batch);
    return Math.toIntExact(
        Math.clamp(Math.min(CALL_OPERATIONS / work, CALL_BYTES / bytes), 1, 1 << 20));
  }

  private void refuseToGoOn() {
    if (stopping.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }

  private long[] correct(
      StackedHeads heads, StackedHeads.Weights which, HeadImages images, int factor, int[][] rows) {
    return correct(heads, program, which, images, factor, rows);
  }

  private long[] correct(
      StackedHeads heads,
      HeadProgram answering,
      StackedHeads.Weights which,
      HeadImages images,
      int factor,
      int[][] rows) {
    var sums = new long[shape.models()];
    for (var part : parts(rows)) {
      refuseToGoOn();
      try (var scope = engine.newScope()) {
        var correct = heads.correct(answering, which, images.feed(scope, factor, part));
        for (int head = 0; head < sums.length; head++) {
          sums[head] += correct[head];
        }
      }
    }
    return sums;
  }

  /** For each head of the stack, each of its attention heads' weights. */
  private List<List<List<Double>>> attention(
      StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    int models = shape.models();
    if (!(shape.spec() instanceof HeadSpec.Transformer spec)) {
      return java.util.Collections.nCopies(models, List.of());
    }
    var visible =
        IntStream.rangeClosed(0, spec.times())
            .filter(key -> !spec.hiddenKeys().contains(key))
            .toArray();
    int each = HeadSpec.Transformer.HEADS;
    var sums = new double[models * each][spec.times() + 1];
    for (var part : parts(rows)) {
      refuseToGoOn();
      try (var scope = engine.newScope()) {
        var attention =
            heads.attention(
                StackedHeads.Weights.BEST, images.feed(scope, factor, part), visible.length);
        for (int row = 0; row < sums.length; row++) {
          for (int key = 0; key < visible.length; key++) {
            sums[row][visible[key]] +=
                attention[row * visible.length + key] / (double) images.size();
          }
        }
      }
    }
    var weights = Arrays.stream(sums).map(s -> Arrays.stream(s).boxed().toList()).toList();
    return IntStream.range(0, models)
        .mapToObj(head -> weights.subList(head * each, (head + 1) * each))
        .toList();
  }

  private List<Answers> answers(StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    int models = shape.models();
    if (!answering) {
      return java.util.Collections.nCopies(models, Answers.NONE);
    }
    int outputs = shape.spec().outputs();
    var all = new float[models][images.size() * outputs];
    int from = 0;
    for (var part : parts(rows)) {
      refuseToGoOn();
      int length = part[0].length * outputs;
      try (var scope = engine.newScope()) {
        var logits = heads.logits(StackedHeads.Weights.BEST, images.feed(scope, factor, part));
        for (int head = 0; head < models; head++) {
          System.arraycopy(logits, head * length, all[head], from, length);
        }
      }
      from += length;
    }
    return Arrays.stream(all).map(logits -> new Answers(outputs, logits)).toList();
  }

  /** Of the heads whose attention is the profile: what they say with times hidden from them. */
  private List<Occlusion> occlusions(
      StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    int models = shape.models();
    if (!(shape.spec() instanceof HeadSpec.Transformer spec) || !spec.isProfile()) {
      return java.util.Collections.nCopies(models, Occlusion.NONE);
    }
    var times = IntStream.range(0, spec.times()).boxed().toList();
    var without = new ArrayList<long[]>();
    var alone = new ArrayList<long[]>();
    for (int time : times) {
      without.add(hiding(heads, spec, Set.of(time), images, factor, rows));
      var others = times.stream().filter(t -> t != time).collect(Collectors.toSet());
      alone.add(hiding(heads, spec, others, images, factor, rows));
    }
    return IntStream.range(0, models)
        .mapToObj(
            head ->
                new Occlusion(
                    without.stream().map(counts -> (int) counts[head]).toList(),
                    alone.stream().map(counts -> (int) counts[head]).toList()))
        .toList();
  }

  private long[] hiding(
      StackedHeads heads,
      HeadSpec.Transformer spec,
      Set<Integer> times,
      HeadImages images,
      int factor,
      int[][] rows) {
    var hidden = new TreeSet<>(spec.hiddenKeys());
    hidden.addAll(times);
    if (hidden.size() > spec.times()) {
      return correct(heads, StackedHeads.Weights.BEST, images, factor, rows); // it has one time
    }
    try (var occluded = new HeadProgram(engine, spec.hiding(hidden), false, settings.precision())) {
      return correct(heads, occluded, StackedHeads.Weights.BEST, images, factor, rows);
    }
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
