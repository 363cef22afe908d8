package org.p2f.benchmarks.plan;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One extraction as an Indexed Job, event by event: pods take indexes, write their shards, fail,
 * and go with their nodes; what was written stays. The same inputs have the same outcome. For one
 * call of {@link #run}.
 */
final class Simulation {
  private static final double LONGEST_BACK_OFF = 360;

  private final Inputs inputs;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
  private final Deque<Index> waiting = new ArrayDeque<>();
  private final Node[] nodes;
  private long numbers;
  private double now;
  private int left;
  private long written;
  private double podSeconds;
  private double startSeconds;
  private double lostSeconds;
  private long tries;
  private long crashes;
  private long losses;
  private boolean failed;

  private record Event(double at, long number, Runnable action) {}

  /** The part of an index that is left. */
  private record Index(int shards, int failures) {}

  /** Holds so many pods, of which some have work. */
  private static final class Node {
    final @Nullable Try[] running;
    boolean isThere = true;

    Node(int pods) {
      running = new Try[pods];
    }
  }

  /** A pod and what it does. */
  private record Try(
      long number, Index index, double began, double start, double shard, boolean crashes) {
    double whole() {
      return start + index.shards() * shard;
    }

    /** Shards that it has written by then. */
    int written(double elapsed) {
      return (int) Math.clamp((elapsed - start) / shard, 0, index.shards());
    }
  }

  Simulation(Inputs inputs) {
    this.inputs = inputs;
    this.random = new SplittableRandom((long) inputs.get(Input.SEED));
    int perNode = (int) inputs.get(Input.PODS_PER_NODE);
    nodes = new Node[Math.ceilDiv(inputs.pods(), perNode)];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new Node(Math.min(perNode, inputs.pods() - i * perNode));
    }
    left = inputs.indexes();
    for (int i = 0; i < left; i++) {
      long before = (long) i * inputs.shardsPerIndex();
      waiting.add(new Index((int) Math.min(inputs.shardsPerIndex(), inputs.shards() - before), 0));
    }
  }

  Outcome run() {
    for (Node node : nodes) {
      in(life(), () -> lose(node));
    }
    fill();
    while (left > 0 && !failed) {
      Event next = events.remove();
      now = next.at();
      next.action().run();
    }
    double encoded = now;
    double joined = failed ? 0 : uninterrupted(inputs.joinSeconds());
    joined += failed ? 0 : uninterrupted(inputs.sealSeconds());
    return new Outcome(
        encoded, joined, podSeconds, startSeconds, lostSeconds, tries, crashes, losses, failed);
  }

  private void in(double seconds, Runnable action) {
    events.add(new Event(now + seconds, numbers++, action));
  }

  private double life() {
    return -Math.log(1 - random.nextDouble()) * inputs.get(Input.NODE_LIFE) * 3600;
  }

  /** Gives every free pod an index, as long as some wait. */
  private void fill() {
    for (Node node : nodes) {
      for (int pod = 0; node.isThere && pod < node.running.length; pod++) {
        if (node.running[pod] == null) {
          if (waiting.isEmpty()) {
            return;
          }
          begin(node, pod, waiting.remove());
        }
      }
    }
  }

  private void begin(Node node, int pod, Index index) {
    double start = inputs.startSeconds((double) written);
    double shard = inputs.shardSeconds((double) written);
    boolean crashes = random.nextDouble() < inputs.get(Input.CRASH);
    var begun = new Try(tries, index, now, start, shard, crashes);
    node.running[pod] = begun;
    tries++;
    in(
        crashes ? random.nextDouble() * begun.whole() : begun.whole(),
        () -> {
          Try running = node.running[pod];
          if (running != null && running.number() == begun.number()) { // else lost with its node
            node.running[pod] = null;
            end(begun);
            refill(node, pod);
          }
        });
  }

  private void refill(Node node, int pod) {
    if (!waiting.isEmpty()) {
      begin(node, pod, waiting.remove());
    }
  }

  private void end(Try ended) {
    if (!ended.crashes()) {
      complete(ended);
      return;
    }
    crashes++;
    int rest = interrupt(ended);
    int failures = ended.index().failures() + 1;
    if (failures > inputs.get(Input.RETRIES)) {
      failed = true;
      return;
    }
    double pause =
        Math.min(
            LONGEST_BACK_OFF, inputs.get(Input.BACK_OFF) * Math.pow(2, Math.min(failures - 1, 16)));
    again(new Index(rest, failures), pause);
  }

  private void again(Index index, double pause) {
    in(
        pause,
        () -> {
          waiting.addFirst(index);
          fill();
        });
  }

  private void complete(Try ended) {
    account(ended, ended.index().shards());
    startSeconds += ended.start();
    left--;
  }

  /** Ends a try before its end; returns the shards that are left of its index. */
  private int interrupt(Try ended) {
    double took = now - ended.began();
    int done = ended.written(took);
    account(ended, done);
    lostSeconds += took - done * ended.shard();
    return ended.index().shards() - done;
  }

  private void account(Try ended, int done) {
    written += done;
    podSeconds += now - ended.began();
  }

  private void lose(Node node) {
    losses++;
    node.isThere = false;
    double away = inputs.get(Input.EVICTION);
    for (int pod = 0; pod < node.running.length; pod++) {
      Try lost = node.running[pod];
      if (lost != null) {
        node.running[pod] = null;
        again(new Index(interrupt(lost), lost.index().failures()), away);
      }
    }
    in(
        away,
        () -> {
          node.isThere = true;
          fill();
          in(life(), () -> lose(node));
        });
  }

  /** Seconds of the worker's work that begins anew when its node is lost. */
  private double uninterrupted(double work) {
    double took = 0;
    for (double life = life(); life < work; life = life()) {
      took += life + inputs.get(Input.TAKEOVER);
    }
    return took + work;
  }
}
