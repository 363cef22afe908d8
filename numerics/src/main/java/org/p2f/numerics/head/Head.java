package org.p2f.numerics.head;

import java.util.List;

/** A kind of head, with the choices that belong to its kind. */
public sealed interface Head {

  /** The head's network for codes and factor of that size. */
  HeadSpec spec(int codes, int classes, List<Double> times);

  /** The published name of the kind: {@code mlp}, {@code gru} or {@code transformer}. */
  String kind();

  /**
   * Reads the code of one time.
   *
   * @param time index into the trajectories' times
   */
  record Mlp(int time) implements Head {
    public Mlp {
      if (time < 0) {
        throw new IllegalArgumentException("Time %d is below 0".formatted(time));
      }
    }

    @Override
    public HeadSpec spec(int codes, int classes, List<Double> times) {
      java.util.Objects.checkIndex(time, times.size());
      return new HeadSpec.Mlp(codes, classes);
    }

    @Override
    public String kind() {
      return "mlp";
    }
  }

  /** Reads all times in their order. */
  record Gru() implements Head {
    @Override
    public HeadSpec spec(int codes, int classes, List<Double> times) {
      return new HeadSpec.Gru(codes, classes, times.size());
    }

    @Override
    public String kind() {
      return "gru";
    }
  }

  /**
   * Attends to all times.
   *
   * @param passes of the shared block: 2 for accuracy, 1 for ablations
   */
  record Transformer(int passes, AttentionMask mask) implements Head {
    public Transformer {
      if (passes < 1) {
        throw new IllegalArgumentException("Need a pass, got " + passes);
      }
    }

    @Override
    public HeadSpec spec(int codes, int classes, List<Double> times) {
      return new HeadSpec.Transformer(codes, classes, times.size(), passes, mask.hidden(times));
    }

    @Override
    public String kind() {
      return "transformer";
    }
  }
}
