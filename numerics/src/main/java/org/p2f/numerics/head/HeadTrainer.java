package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.numerics.trajectory.TrajectorySplit;

/**
 * Trains heads on trajectories. Members of one shape are stacked as far as memory allows. Equal
 * members, settings, trajectories and threads give equal results; a member's weights, images and
 * dropout do not depend on the other members, only the rounding of its products may.
 *
 * <p>For use by one platform thread.
 */
public final class HeadTrainer {

  /** Enough to stack an eleven-time MLP sweep; more would gain no speed. */
  private static final long DEFAULT_MEMORY = 1L << 30;

  private static final Comparator<StackShape.Variant> BY_RATE =
      Comparator.comparingDouble(StackShape.Variant::learningRate)
          .thenComparingInt(StackShape.Variant::time);

  /** A head within all that are to be trained. */
  private record Key(HeadSpec spec, StackShape.Variant variant, long seed) {}

  private final Engine engine;
  private final long memory;

  public HeadTrainer(Engine engine) {
    this(engine, DEFAULT_MEMORY);
  }

  /**
   * @param memory bytes that weights, moments and activations of a stack may take, about; a single
   *     head is trained whatever it takes
   */
  public HeadTrainer(Engine engine, long memory) {
    if (memory < 1) {
      throw new IllegalArgumentException("Need memory, got %d bytes".formatted(memory));
    }
    this.engine = engine;
    this.memory = memory;
  }

  /**
   * Trains and tests all members on one factor.
   *
   * @param factor index into the trajectories' factors
   * @return one result a member, in the members' order
   * @throws IllegalArgumentException if there are no test images, or a member does not fit the
   *     trajectories
   */
  public List<MemberResult> train(
      Trajectories trajectories,
      int factor,
      List<HeadMember> members,
      HeadSettings settings,
      HeadProgress progress) {
    if (trajectories.images(TrajectorySplit.TEST) == 0) {
      throw new IllegalArgumentException("There are no test images");
    }
    var keys = members.stream().map(member -> key(member, trajectories, factor)).toList();
    var outcomes = new HashMap<Key, StackTraining.Outcome>();
    try (var train = HeadImages.load(engine, trajectories, TrajectorySplit.TRAIN, factor);
        var test = HeadImages.load(engine, trajectories, TrajectorySplit.TEST, factor)) {
      if (settings.scaling() == HeadSettings.Scaling.STANDARDIZED) {
        Standardization.apply(engine, train, List.of(test));
      }
      long total = keys.stream().distinct().count() * settings.epochs();
      var done = new long[1];
      for (var stack : stacks(keys, settings)) {
        var results =
            new StackTraining(engine, stack.shape(), stack.seeds(), settings, progress)
                .run(train, test, heads -> progress.advanced(done[0] += heads, total));
        for (int head = 0; head < results.size(); head++) {
          outcomes.put(stack.key(head), results.get(head));
        }
      }
    }
    var results = new ArrayList<MemberResult>();
    for (int i = 0; i < members.size(); i++) {
      var outcome = java.util.Objects.requireNonNull(outcomes.get(keys.get(i)));
      results.add(result(members.get(i), outcome));
    }
    return results;
  }

  private static MemberResult result(HeadMember member, StackTraining.Outcome outcome) {
    return new MemberResult(
        member,
        outcome.bestEpoch(),
        outcome.lastLoss(),
        outcome.validationCorrect(),
        outcome.validationImages(),
        outcome.testCorrect(),
        outcome.testImages(),
        outcome.readoutAttention());
  }

  private static Key key(HeadMember member, Trajectories trajectories, int factor) {
    int classes = trajectories.factors().get(factor).classes();
    var spec = member.head().spec(trajectories.codes(), classes, trajectories.times());
    int time = member.head() instanceof Head.Mlp(int t) ? t : 0;
    return new Key(spec, new StackShape.Variant(time, member.learningRate()), member.seed());
  }

  private record StackPlan(StackShape shape, List<Long> seeds) {
    Key key(int head) {
      return new Key(
          shape.spec(), shape.variants().get(head / seeds.size()), seeds.get(head % seeds.size()));
    }
  }

  /** Every key in one stack: seeds that want the same variants of a spec stand together. */
  private List<StackPlan> stacks(List<Key> keys, HeadSettings settings) {
    Map<HeadSpec, Map<Long, SortedSet<StackShape.Variant>>> wanted = new LinkedHashMap<>();
    for (var key : keys) {
      wanted
          .computeIfAbsent(key.spec(), s -> new LinkedHashMap<>())
          .computeIfAbsent(key.seed(), s -> new TreeSet<>(BY_RATE))
          .add(key.variant());
    }
    var stacks = new ArrayList<StackPlan>();
    wanted.forEach(
        (spec, bySeed) -> {
          Map<List<StackShape.Variant>, List<Long>> alike = new LinkedHashMap<>();
          bySeed.forEach(
              (seed, variants) ->
                  alike.computeIfAbsent(List.copyOf(variants), v -> new ArrayList<>()).add(seed));
          int most =
              Math.toIntExact(
                  Math.clamp(memory / HeadMemory.bytes(spec, settings.batchSize()), 1, 1 << 16));
          alike.forEach((variants, seeds) -> stacks.addAll(cut(spec, variants, seeds, most)));
        });
    return stacks;
  }

  private static List<StackPlan> cut(
      HeadSpec spec, List<StackShape.Variant> variants, List<Long> seeds, int most) {
    var stacks = new ArrayList<StackPlan>();
    for (var some : pieces(seeds, most)) {
      for (var part : pieces(variants, Math.max(1, most / some.size()))) {
        stacks.add(new StackPlan(new StackShape(spec, part, some.size()), some));
      }
    }
    return stacks;
  }

  /** Pieces of about one size, none larger than {@code most}. */
  private static <T> List<List<T>> pieces(List<T> all, int most) {
    int count = (all.size() + most - 1) / most;
    var pieces = new ArrayList<List<T>>();
    for (int i = 0; i < count; i++) {
      pieces.add(all.subList(all.size() * i / count, all.size() * (i + 1) / count));
    }
    return pieces;
  }
}
