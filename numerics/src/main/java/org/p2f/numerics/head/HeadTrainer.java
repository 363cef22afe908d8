package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Workers;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.HeadSpec;

/**
 * Trains heads on trajectories. Members of one shape are stacked as far as memory allows, and
 * stacks are trained side by side, each by one of the engine's threads. A member's result is to the
 * bit what it would be alone: it depends neither on the other members nor on the number of threads.
 *
 * <p>For use by one platform thread.
 */
public final class HeadTrainer {

  private static final long DEFAULT_MEMORY = 1L << 30;

  /** Float32 bytes of codes up to which they are kept in memory, above read as they are needed. */
  private static final long DEFAULT_RESIDENT = 2L << 30;

  /** Stacks for each thread, so that threads end at about one time. */
  private static final int STACKS_PER_THREAD = 3;

  private static final Comparator<StackShape.Variant> BY_TIME =
      Comparator.comparingInt(StackShape.Variant::time)
          .thenComparingDouble(StackShape.Variant::learningRate);

  /** The members of one factor. */
  public record FactorMembers(int factor, List<HeadMember> members) {
    public FactorMembers {
      members = List.copyOf(members);
    }
  }

  /** A head within all that are to be trained. */
  private record Key(int factor, HeadSpec spec, StackShape.Variant variant, long seed) {}

  private final Engine engine;
  private final long memory;
  private final long resident;

  public HeadTrainer(Engine engine) {
    this(engine, DEFAULT_MEMORY, DEFAULT_RESIDENT);
  }

  /**
   * @param memory bytes that weights, moments and activations may take at a time, about; a single
   *     head is trained whatever it takes
   * @param resident float32 bytes of codes up to which they are kept in memory besides; larger
   *     trajectories are read as they are needed
   */
  public HeadTrainer(Engine engine, long memory, long resident) {
    if (memory < 1) {
      throw new IllegalArgumentException("Need memory, got %d bytes".formatted(memory));
    }
    this.engine = engine;
    this.memory = memory;
    this.resident = resident;
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
    var results = new ArrayList<MemberResult>();
    train(
        trajectories,
        List.of(new FactorMembers(factor, members)),
        settings,
        progress,
        (index, found) -> results.addAll(found));
    return results;
  }

  /** Hears what became of a factor's members. */
  @FunctionalInterface
  public interface FactorDone {
    /**
     * @param index of the factor among those that were asked for
     * @param results one a member, in the members' order
     */
    void done(int index, List<MemberResult> results);
  }

  /**
   * Trains and tests all members on their factors, side by side.
   *
   * @param done hears each factor's results as soon as all its members are trained; called by the
   *     calling thread
   * @throws IllegalArgumentException if there are no test images, or a member does not fit the
   *     trajectories
   */
  public void train(
      Trajectories trajectories,
      List<FactorMembers> factors,
      HeadSettings settings,
      HeadProgress progress,
      FactorDone done) {
    if (trajectories.images(TrajectorySplit.TEST) == 0) {
      throw new IllegalArgumentException("There are no test images");
    }
    try (var images = HeadImages.Both.load(engine, trajectories, settings.scaling(), resident)) {
      var parts = new ArrayList<Part>();
      for (var f : factors) {
        var keys = f.members().stream().map(m -> key(m, trajectories, f.factor())).toList();
        parts.add(new Part(f, keys));
      }
      new Sweep(images.train(), images.test(), settings, false).run(parts, progress, done);
    }
  }

  /**
   * Trains members once more and lets them answer their validation images and every test image:
   * what they learn is to the bit what they learned before.
   *
   * @return in the members' order
   */
  public List<Answers.OfHead> answers(
      Trajectories trajectories,
      int factor,
      List<HeadMember> members,
      HeadSettings settings,
      HeadProgress progress) {
    var keys = members.stream().map(m -> key(m, trajectories, factor)).toList();
    try (var images = HeadImages.Both.load(engine, trajectories, settings.scaling(), resident)) {
      var sweep = new Sweep(images.train(), images.test(), settings, true);
      var part = new Part(new FactorMembers(factor, members), keys);
      sweep.run(List.of(part), progress, (index, results) -> {});
      return keys.stream()
          .map(k -> Objects.requireNonNull(sweep.outcomes.get(k)).answers())
          .toList();
    }
  }

  /** A factor's members and what makes each of them what it is; two members may be one head. */
  private record Part(FactorMembers members, List<Key> keys) {

    Set<Key> distinct() {
      return new LinkedHashSet<>(keys);
    }

    List<MemberResult> results(Map<Key, StackTraining.Outcome> outcomes) {
      var results = new ArrayList<MemberResult>();
      for (int i = 0; i < keys.size(); i++) {
        var outcome = Objects.requireNonNull(outcomes.get(keys.get(i)));
        results.add(outcome.result().apply(members.members().get(i)));
      }
      return results;
    }
  }

  private static Key key(HeadMember member, Trajectories trajectories, int factor) {
    int classes = trajectories.factors().get(factor).classes();
    var spec = member.head().spec(trajectories.codes(), classes, trajectories.times());
    int time = member.head() instanceof Head.Mlp mlp ? mlp.time() : 0;
    return new Key(
        factor, spec, new StackShape.Variant(time, member.learningRate()), member.seed());
  }

  private record StackPlan(int factor, StackShape shape, List<Long> seeds) {
    Key key(int head) {
      return new Key(
          factor,
          shape.spec(),
          shape.variants().get(head / seeds.size()),
          seeds.get(head % seeds.size()));
    }

    long work(int batch) {
      return shape.models() * HeadWork.step(shape.spec(), batch);
    }
  }

  /** One training of many heads. */
  private final class Sweep {
    private final HeadImages train;
    private final HeadImages test;
    private final HeadSettings settings;
    private final boolean answering;
    private final Map<HeadSpec, HeadProgram> programs = new LinkedHashMap<>();
    private final Map<Key, StackTraining.Outcome> outcomes = new ConcurrentHashMap<>();
    private final AtomicLong steps = new AtomicLong();

    Sweep(HeadImages train, HeadImages test, HeadSettings settings, boolean answering) {
      this.answering = answering;
      this.train = train;
      this.test = test;
      this.settings = settings;
    }

    void run(List<Part> parts, HeadProgress progress, FactorDone done) {
      var keys = parts.stream().flatMap(p -> p.keys().stream()).distinct().toList();
      long total = keys.size() * stepsOfEach();
      var told = new boolean[parts.size()];
      var heard = new long[1];
      Runnable tell =
          () -> {
            long now = steps.get();
            if (now > heard[0]) {
              heard[0] = now;
              progress.advanced(now, total);
            }
            for (int i = 0; i < told.length; i++) {
              var part = parts.get(i);
              if (!told[i] && outcomes.keySet().containsAll(part.keys())) {
                told[i] = true;
                done.done(i, part.results(outcomes));
              }
            }
          };
      try {
        for (var key : keys) {
          programs.computeIfAbsent(
              key.spec(),
              spec -> new HeadProgram(engine, spec, true, Precision.of(settings.precision())));
        }
        var tasks = new ArrayList<Workers.Task<Boolean>>();
        for (var part : parts) {
          stacks(part, keys).forEach(stack -> tasks.add(task(stack)));
        }
        Workers.run(
            engine,
            tasks,
            () -> {
              progress.checkpoint();
              tell.run();
            });
        tell.run();
      } finally {
        programs.values().forEach(HeadProgram::close);
      }
    }

    private long stepsOfEach() {
      int images = HeadSplit.trainingSize(train.size(), settings);
      return settings.length().steps(Batches.epochSteps(images, settings.batchSize()));
    }

    private Workers.Task<Boolean> task(StackPlan stack) {
      var program = Objects.requireNonNull(programs.get(stack.shape().spec()));
      var material = new StackTraining.Material(train, test, stack.factor());
      return stopping -> {
        var found =
            new StackTraining(
                    engine, program, stack.shape(), stack.seeds(), settings, answering, stopping)
                .run(material, steps::addAndGet);
        for (int head = 0; head < found.size(); head++) {
          outcomes.put(stack.key(head), found.get(head));
        }
        return true;
      };
    }

    /**
     * Every head of a factor in one stack, the largest stacks first.
     *
     * @param all heads of all factors: they tell what a thread's share is
     */
    private List<StackPlan> stacks(Part part, List<Key> all) {
      Map<HeadSpec, Map<Long, SortedSet<StackShape.Variant>>> wanted = new LinkedHashMap<>();
      for (var key : part.distinct()) {
        wanted
            .computeIfAbsent(key.spec(), s -> new LinkedHashMap<>())
            .computeIfAbsent(key.seed(), s -> new TreeSet<>(BY_TIME))
            .add(key.variant());
      }
      int batch = settings.batchSize();
      long work = all.stream().mapToLong(key -> HeadWork.step(key.spec(), batch)).sum();
      long share = Math.max(1, work / ((long) engine.threads() * STACKS_PER_THREAD));
      var stacks = new ArrayList<StackPlan>();
      wanted.forEach(
          (spec, bySeed) ->
              bySeed.forEach(
                  (seed, variants) -> {
                    for (var some : pieces(List.copyOf(variants), most(spec, share))) {
                      var shape = new StackShape(spec, some, 1);
                      stacks.add(new StackPlan(part.members().factor(), shape, List.of(seed)));
                    }
                  }));
      stacks.sort(Comparator.comparingLong((StackPlan s) -> s.work(batch)).reversed());
      return stacks;
    }

    /** Heads of a stack: as many as memory allows, and not more than a thread's share of work. */
    private int most(HeadSpec spec, long share) {
      long mine = memory / engine.threads() - HeadMemory.stepBytes(spec, settings.batchSize());
      return Math.toIntExact(
          Math.clamp(
              Math.min(
                  mine / HeadMemory.keptBytes(spec),
                  share / HeadWork.step(spec, settings.batchSize())),
              1,
              1 << 16));
    }
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
