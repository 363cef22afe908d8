package org.p2f.numerics.head;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.head.HeadSettings;

/** Trains one stack of heads by the protocol and tests each as it was when it validated best. */
final class StackTraining {

  /** Work of one training call, about a fifth of a second: a stop must not wait for long. */
  private static final long CALL_OPERATIONS = 20_000_000_000L;

  /** Random bytes, and codes read for it, of one training call. */
  private static final long CALL_BYTES = 32L << 20;

  /**
   * What became of one head of the stack.
   *
   * @param result for each member that is this head
   */
  record Outcome(Function<HeadMember, MemberResult> result, Answers.OfHead answers) {}

  /** The images to learn from and to be tested on. */
  record Material(HeadImages train, HeadImages test, int factor) {}

  private final Engine engine;
  private final HeadProgram program;
  private final StackShape shape;
  private final List<Long> seeds;
  private final HeadSettings settings;
  private final List<RandomStreams> streams;
  private final StackAnswers answers;
  private final BooleanSupplier stopping;
  private final boolean answering;

  /**
   * @param answering whether the heads' answers to validation and test images are wanted
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
    this.answers =
        new StackAnswers(engine, program, shape, Precision.of(settings.precision()), stopping);
    this.stopping = stopping;
    this.answering = answering;
  }

  /**
   * @param stepsDone hears how many steps more the heads have done, all together
   * @return one outcome a head, in the order of the model axis
   */
  List<Outcome> run(Material material, LongConsumer stepsDone) {
    var splits =
        streams.stream().map(s -> HeadSplit.draw(s, material.train().size(), settings)).toList();
    var batches = new Batches(streams, splits, settings.batchSize());
    var curves =
        new LearningCurves(
            shape.models(), splits.getFirst().validation().length, settings.patience());
    try (var heads = new StackedHeads(engine, program, shape, seeds)) {
      var lastLoss = learn(heads, material, splits, batches, curves, stepsDone);
      return tested(heads, material, curves, lastLoss, splits);
    }
  }

  /**
   * Trains until all steps are done or no head has patience left.
   *
   * @return each head's mean loss since its validation before the last
   */
  private double[] learn(
      StackedHeads heads,
      Material material,
      List<HeadSplit> splits,
      Batches batches,
      LearningCurves curves,
      LongConsumer stepsDone) {
    int models = shape.models();
    var lastLoss = new double[models];
    var validation = splits.stream().map(HeadSplit::validation).toArray(int[][]::new);
    long steps = settings.length().steps(batches.epochSteps());
    int interval = settings.length().validationInterval(batches.epochSteps());
    double spent = 0;
    for (long from = 0; from < steps; from += interval) {
      int[] learning = learning(curves);
      if (learning.length == 0) {
        stepsDone.accept(models * (steps - from));
        break;
      }
      var shares = shares(from, (int) Math.min(interval, steps - from), steps);
      var losses = learn(heads, material, batches, learning, from, shares);
      for (int head = 0; head < models; head++) {
        lastLoss[head] = curves.learns(head) ? losses[head] : lastLoss[head];
      }
      spent += Arrays.stream(shares).sum();
      var correct =
          answers.correct(
              heads, StackedHeads.Weights.PRESENT, material.train(), material.factor(), validation);
      heads.keep(curves.after(from + shares.length, spent, correct));
      stepsDone.accept((long) models * shares.length);
    }
    return lastLoss;
  }

  /** Of the learning rate, for the steps from one on. */
  private double[] shares(long from, int count, long steps) {
    return IntStream.range(0, count)
        .mapToDouble(i -> settings.schedule().share(from + i, steps))
        .toArray();
  }

  private List<Outcome> tested(
      StackedHeads heads,
      Material material,
      LearningCurves curves,
      double[] lastLoss,
      List<HeadSplit> splits) {
    var test = material.test();
    int factor = material.factor();
    var everyTest = new int[seeds.size()][];
    Arrays.fill(everyTest, IntStream.range(0, test.size()).toArray());
    var right = answers.right(heads, test, factor, everyTest);
    var attention = answers.attention(heads, test, factor, everyTest);
    var validation = splits.stream().map(HeadSplit::validation).toArray(int[][]::new);
    var given =
        answering
            ? answers(heads, material, validation, everyTest)
            : Collections.nCopies(shape.models(), Answers.OfHead.NONE);
    var occlusions = answers.occlusions(heads, test, factor, everyTest);
    return IntStream.range(0, shape.models())
        .mapToObj(
            head ->
                new Outcome(
                    member ->
                        new MemberResult(
                            member,
                            curves.best(head),
                            curves.last(head),
                            lastLoss[head],
                            curves.convergence(head),
                            curves.correct(head),
                            validation[0].length,
                            RightAnswers.of(right.get(head), test.size()),
                            attention.get(head),
                            occlusions.get(head)),
                    given.get(head)))
        .toList();
  }

  private List<Answers.OfHead> answers(
      StackedHeads heads, Material material, int[][] validation, int[][] everyTest) {
    int factor = material.factor();
    var ofValidation = answers.answers(heads, material.train(), factor, validation);
    var ofTest = answers.answers(heads, material.test(), factor, everyTest);
    return IntStream.range(0, shape.models())
        .mapToObj(head -> new Answers.OfHead(ofValidation.get(head), ofTest.get(head)))
        .toList();
  }

  /** Variants of which a head still learns. */
  private int[] learning(LearningCurves curves) {
    int each = seeds.size();
    return IntStream.range(0, shape.variants().size())
        .filter(v -> IntStream.range(v * each, (v + 1) * each).anyMatch(curves::learns))
        .toArray();
  }

  /**
   * Some steps.
   *
   * @param learning variants that learn
   * @param from first step
   * @param shares of the learning rate, for each step
   * @return mean loss of each head; 0 for those that do not learn
   */
  private double[] learn(
      StackedHeads heads,
      Material material,
      Batches batches,
      int[] learning,
      long from,
      double[] shares) {
    int batch = batches.size();
    int steps = shares.length;
    var means = new double[shape.models()];
    int most = stepsOfACall(batch, material.train().feedBytes());
    for (int done = 0; done < steps; done += most) {
      refuseToGoOn();
      int count = Math.min(most, steps - done);
      try (var scope = engine.newScope()) {
        var rows = batches.rows(from + done, count);
        var dropout = DropoutBytes.draw(scope, streams, from + done, count, program.units(), batch);
        var losses =
            heads.learn(
                material.train().feed(scope, material.factor(), rows),
                dropout,
                learning,
                Arrays.copyOfRange(shares, done, done + count),
                batch);
        for (int i = 0; i < losses.length; i++) {
          means[i % means.length] += losses[i] / (double) steps;
        }
      }
    }
    return means;
  }

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
}
