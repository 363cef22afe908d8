package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.spec.head.HeadSpec;

/** What the heads of a stack say of images. */
final class StackAnswers {

  /** Images of one call: few enough for their activations to stay in the cache. */
  private static final int EVALUATION_BATCH = 256;

  private final Engine engine;
  private final HeadProgram program;
  private final StackShape shape;
  private final Precision precision;
  private final BooleanSupplier stopping;

  StackAnswers(
      Engine engine,
      HeadProgram program,
      StackShape shape,
      Precision precision,
      BooleanSupplier stopping) {
    this.engine = engine;
    this.program = program;
    this.shape = shape;
    this.precision = precision;
    this.stopping = stopping;
  }

  private void refuseToGoOn() {
    if (stopping.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }

  /**
   * How many images each head gets right.
   *
   * @param rows the images that each seed sees
   */
  long[] correct(
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
    return right(heads, answering, which, images, factor, rows).stream()
        .mapToLong(BitSet::cardinality)
        .toArray();
  }

  /** Which of all images each of the best heads gets right. */
  List<BitSet> right(StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    return right(heads, program, StackedHeads.Weights.BEST, images, factor, rows);
  }

  private List<BitSet> right(
      StackedHeads heads,
      HeadProgram answering,
      StackedHeads.Weights which,
      HeadImages images,
      int factor,
      int[][] rows) {
    var all = Stream.generate(BitSet::new).limit(shape.models()).toList();
    int from = 0;
    for (var part : parts(rows)) {
      refuseToGoOn();
      int length = part[0].length;
      try (var scope = engine.newScope()) {
        var right = heads.correct(answering, which, images.feed(scope, factor, part));
        for (int i = 0; i < right.length; i++) {
          all.get(i / length).set(from + i % length, right[i] == 1);
        }
      }
      from += length;
    }
    return all;
  }

  /** For each head of the stack, each of its attention heads' weights. */
  List<List<List<Double>>> attention(
      StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    int models = shape.models();
    if (!(shape.spec() instanceof HeadSpec.Transformer spec)) {
      return Collections.nCopies(models, List.of());
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

  /**
   * The best heads' logits.
   *
   * @param rows the images that each seed sees, of all seeds equally many
   */
  List<Answers> answers(StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    int models = shape.models();
    int outputs = shape.spec().outputs();
    var all = new float[models][rows[0].length * outputs];
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
    return IntStream.range(0, models)
        .mapToObj(head -> new Answers(outputs, all[head], rows[head % rows.length]))
        .toList();
  }

  /** Of the heads whose attention is the profile: what they say with times hidden from them. */
  List<Occlusion> occlusions(StackedHeads heads, HeadImages images, int factor, int[][] rows) {
    int models = shape.models();
    if (!(shape.spec() instanceof HeadSpec.Transformer spec) || !spec.isProfile()) {
      return Collections.nCopies(models, Occlusion.NONE);
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
    try (var occluded = new HeadProgram(engine, spec.hiding(hidden), false, precision)) {
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
