package org.p2f.numerics.information;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.program.Workers;
import org.p2f.numerics.random.RandomStreams;

/**
 * Estimates mutual information by critics (MINE, arXiv:1801.04062), all of them one program.
 *
 * <p>The estimate is a lower bound's: it falls short where the critic is not trained to its end,
 * and of two equal codes, whose mutual information is infinite, it is an artefact of the batch. A
 * critic's result is to the bit what it would be alone: it depends neither on the others nor on the
 * number of threads.
 */
public final class MutualInformation {

  /** About as many critic steps run between two looks at the progress. */
  private static final int STEPS_OF_CALL = 256;

  private static final int MOST_ROUNDS_OF_CALL = 64;

  private final Engine engine;

  public MutualInformation(Engine engine) {
    this.engine = engine;
  }

  /**
   * Trains critics side by side, a share of them by each of the engine's threads.
   *
   * @param encoders the same number of images, times and values each; may be one
   * @param members all shuffled or none
   * @return an estimate for each member, in nats, in their order
   * @throws IllegalArgumentException if the encoders differ in shape or a member points nowhere
   * @throws ArithmeticException if a critic's bound is not finite
   */
  public double[] estimate(
      List<CodeRows> encoders,
      List<CriticMember> members,
      MineSettings settings,
      InformationProgress progress) {
    refuse(encoders, members);
    var sorted =
        IntStream.range(0, members.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> members.get(i).encoder()))
            .toList();
    var estimates = new double[members.size()];
    int parts = Math.min(engine.threads(), members.size());
    var done = new AtomicIntegerArray(parts);
    var tasks = new ArrayList<Workers.Task<double[]>>();
    for (int i = 0; i < parts; i++) {
      int part = i;
      var mine =
          sorted.subList(members.size() * i / parts, members.size() * (i + 1) / parts).stream()
              .map(members::get)
              .toList();
      tasks.add(
          stopping -> {
            try (var stack = new Stack(encoders, mine, settings)) {
              return stack.train(rounds -> done.set(part, rounds), stopping);
            }
          });
    }
    var found = Workers.run(engine, tasks, () -> progress.trained(least(done)));
    int at = 0;
    for (var part : found) {
      for (double estimate : part) {
        if (!Double.isFinite(estimate)) {
          throw new ArithmeticException(
              "The bound of %s is not finite".formatted(members.get(sorted.get(at))));
        }
        estimates[sorted.get(at++)] = estimate;
      }
    }
    progress.trained(settings.steps());
    return estimates;
  }

  private static int least(AtomicIntegerArray done) {
    return IntStream.range(0, done.length()).map(done::get).min().orElseThrow();
  }

  private static void refuse(List<CodeRows> encoders, List<CriticMember> members) {
    if (members.isEmpty() || members.stream().map(CriticMember::shuffled).distinct().count() > 1) {
      throw new IllegalArgumentException("Need members, all shuffled or none");
    }
    var first = encoders.getFirst();
    for (var encoder : encoders) {
      if (encoder.images() != first.images()
          || encoder.times() != first.times()
          || encoder.width() != first.width()) {
        throw new IllegalArgumentException("The encoders' codes differ in shape");
      }
    }
    for (var member : members) {
      Objects.checkIndex(member.encoder(), encoders.size());
      Objects.checkIndex(Math.max(member.left(), member.right()), first.times());
    }
  }

  /**
   * Cuts members into stacks of about one size that take no more than that memory; a single member
   * stands alone whatever it takes.
   *
   * @param width values of one code
   * @param memory bytes
   */
  public static List<List<CriticMember>> stacks(
      List<CriticMember> members, int width, long memory) {
    int most = Math.toIntExact(Math.clamp(memory / bytes(width), 1, 1 << 20));
    List<List<CriticMember>> stacks = new ArrayList<>();
    for (boolean shuffled : new boolean[] {false, true}) {
      var alike = members.stream().filter(m -> m.shuffled() == shuffled).toList();
      int count = Math.ceilDiv(alike.size(), most);
      for (int i = 0; i < count; i++) {
        stacks.add(alike.subList(alike.size() * i / count, alike.size() * (i + 1) / count));
      }
    }
    return stacks;
  }

  /** Bytes that a critic keeps from step to step: weights and two moments. */
  static long bytes(int width) {
    return 3
        * Float.BYTES
        * Critic.parameters(1, width).stream().mapToLong(spec -> spec.elements()).sum();
  }

  private final class Stack implements AutoCloseable {
    private final List<CodeRows> encoders;
    private final List<CriticMember> members;
    private final MineSettings settings;
    private final int batch;
    private final long[] seeds;
    private final Program program;
    private final TensorSet weights;
    private final TensorSet first;
    private final TensorSet second;
    private final NDManager scope;

    Stack(List<CodeRows> encoders, List<CriticMember> members, MineSettings settings) {
      this.encoders = encoders;
      this.members = members;
      this.settings = settings;
      this.batch = Math.min(settings.batchSize(), encoders.getFirst().images());
      this.seeds = members.stream().mapToLong(CriticMember::seed).distinct().sorted().toArray();
      var counts = new Integer[encoders.size()];
      Arrays.setAll(counts, e -> (int) members.stream().filter(m -> m.encoder() == e).count());
      var batches =
          new DrawnBatches(
              List.of(counts), encoders.getFirst().times(), members.getFirst().shuffled());
      var critics =
          new CriticProgram(
              Products.on(engine.target()),
              encoders.getFirst().width(),
              batch,
              Precision.of(settings.precision()),
              batches);
      this.program = critics.builder().compile(engine);
      var memberSeeds = members.stream().mapToLong(CriticMember::seed).toArray();
      this.weights =
          TensorSet.of(
              engine,
              critics.parameters(),
              TensorSet.stacked(members.size(), m -> new RandomStreams(memberSeeds[m]), "mine/"));
      this.first = TensorSet.zeros(engine, critics.parameters());
      this.second = TensorSet.zeros(engine, critics.parameters());
      this.scope = engine.newScope();
    }

    double[] train(InformationProgress progress, BooleanSupplier stopping) {
      int models = members.size();
      int most = Math.clamp(STEPS_OF_CALL / models, 1, MOST_ROUNDS_OF_CALL);
      var codes = encoders.stream().map(CodeRows::values).toList();
      var seed = scope.create(indices(m -> Arrays.binarySearch(seeds, m.seed())));
      var left = scope.create(indices(m -> m.left()));
      var right = scope.create(indices(m -> m.right()));
      var step = scope.zeros(new Shape(models));
      var touched = scope.zeros(new Shape(models));
      var none = scope.zeros(new Shape(Critic.HIDDEN));
      var average = scope.ones(new Shape(models));
      var sums = new double[models];
      for (int from = 0; from < settings.steps(); from += most) {
        if (stopping.getAsBoolean()) {
          throw new CancellationException("stopped");
        }
        progress.trained(from);
        int rounds = Math.min(most, settings.steps() - from);
        try (var call = engine.newScope()) {
          var bounds = call.zeros(new Shape(rounds, models));
          var _ =
              program.call(
                  call,
                  CriticProgram.LEARN,
                  weights,
                  first,
                  second,
                  step,
                  average,
                  bounds,
                  touched,
                  none,
                  settings.learningRate(),
                  rounds,
                  codes,
                  order(call, from, rounds),
                  seed,
                  left,
                  right);
          addLast(sums, bounds.toFloatArray(), from);
        }
      }
      progress.trained(settings.steps());
      return sums;
    }

    private void addLast(double[] sums, float[] bounds, int from) {
      int models = members.size();
      for (int i = 0; i < bounds.length; i++) {
        if (from + i / models >= settings.steps() - settings.window()) {
          sums[i % models] += (double) bounds[i] / settings.window();
        }
      }
    }

    private long[] indices(ToLongFunction<CriticMember> index) {
      return members.stream().mapToLong(index).toArray();
    }

    /**
     * Images of each seed in those steps: every epoch goes through whole batches of a new order.
     */
    private NDArray order(NDManager owner, int from, int rounds) {
      int images = encoders.getFirst().images();
      int perEpoch = images / batch;
      var order = new long[seeds.length * rounds * batch];
      int at = 0;
      for (long seed : seeds) {
        var streams = new RandomStreams(seed);
        int[] epoch = {};
        long drawn = -1;
        for (int step = from; step < from + rounds; step++) {
          if (step / perEpoch != drawn) {
            drawn = step / perEpoch;
            epoch = streams.permutation("mine/order", drawn, images);
          }
          int begin = step % perEpoch * batch;
          for (int i = 0; i < batch; i++) {
            order[at++] = epoch[begin + i];
          }
        }
      }
      return owner.create(order, new Shape(seeds.length, rounds, batch));
    }

    @Override
    public void close() {
      scope.close();
      second.close();
      first.close();
      weights.close();
      program.close();
    }
  }
}
