package org.p2f.spec.head;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The shape of a head's network: heads of one spec can be trained together. */
public sealed interface HeadSpec {

  /** Values of one code, d. */
  int codes();

  /** Classes of the factor, at least 2. */
  int classes();

  /** Logits: one for a factor of two classes, else one for each class. */
  default int outputs() {
    return classes() == 2 ? 1 : classes();
  }

  /** Number of times that are read. */
  int times();

  /**
   * Hidden layer, ReLU, dropout → logits; without a hidden layer a linear probe.
   *
   * @param hidden width of the hidden layer, or 0
   */
  record Mlp(int codes, int classes, int hidden, Pooling pooling, int times) implements HeadSpec {

    /** As published. */
    public static final int HIDDEN = 512;

    public Mlp {
      refuse(codes, classes, times);
      if (hidden < 0 || (pooling == Pooling.ONE && times != 1)) {
        throw new IllegalArgumentException(
            "Cannot read %d times as %s with %d hidden units".formatted(times, pooling, hidden));
      }
    }

    /** The published head of one time. */
    public Mlp(int codes, int classes) {
      this(codes, classes, HIDDEN, Pooling.ONE, 1);
    }

    /** Values that the first layer reads. */
    public int inputs() {
      return pooling == Pooling.CONCATENATION ? codes * times : codes;
    }
  }

  /** A GRU cell of 256 from the first time to the last, dropout after each; logits of its state. */
  record Gru(int codes, int classes, int times) implements HeadSpec {
    /** Values of its state. */
    public static final int HIDDEN = 256;

    public Gru {
      refuse(codes, classes, times);
    }
  }

  /**
   * d → 256 and positions by index; a learned readout token stands last; one post-norm block of 4
   * heads is applied {@code passes} times; logits of the readout.
   *
   * @param hiddenKeys positions hidden from all queries; {@code times} is the readout's
   */
  record Transformer(int codes, int classes, int times, int passes, Set<Integer> hiddenKeys)
      implements HeadSpec {
    /** Values of a token. */
    public static final int WIDTH = 256;

    /** Of its attention. */
    public static final int HEADS = 4;

    /** Values of its hidden layer. */
    public static final int INNER = 512;

    public Transformer {
      refuse(codes, classes, times);
      hiddenKeys = Collections.unmodifiableSet(new TreeSet<>(hiddenKeys));
      int tokens = times + 1;
      if (passes < 1
          || hiddenKeys.size() >= tokens
          || hiddenKeys.stream().anyMatch(i -> i < 0 || i >= tokens)) {
        throw new IllegalArgumentException(
            "Need a pass and a visible token among %d, got %d passes, hidden %s"
                .formatted(tokens, passes, hiddenKeys));
      }
    }

    /** Whether its readout's attention is an attention profile: one pass, the readout hidden. */
    public boolean isProfile() {
      return passes == 1 && hiddenKeys.equals(Set.of(times));
    }

    /** The same with these keys hidden instead; the parameters are the same. */
    public Transformer hiding(Set<Integer> keys) {
      return new Transformer(codes, classes, times, passes, keys);
    }
  }

  private static void refuse(int codes, int classes, int times) {
    if (codes < 1 || classes < 2 || times < 1) {
      throw new IllegalArgumentException(
          "Need codes > 0, classes > 1 and times > 0, got %d, %d and %d"
              .formatted(codes, classes, times));
    }
  }
}
