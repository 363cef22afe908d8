package org.p2f.spec.head;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A kind of head, with the choices that belong to its kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Head.Mlp.class, name = "mlp"),
  @JsonSubTypes.Type(value = Head.Pooled.class, name = "pooled"),
  @JsonSubTypes.Type(value = Head.Gru.class, name = "gru"),
  @JsonSubTypes.Type(value = Head.Transformer.class, name = "transformer")
})
public sealed interface Head {

  /** The head's network for codes and factor of that size. */
  HeadSpec spec(int codes, int classes, List<Double> times);

  /** The published name of the kind: {@code mlp}, {@code gru} or {@code transformer}. */
  String kind();

  /**
   * Reads the code of one time.
   *
   * @param time index into the trajectories' times
   * @param hidden width of the hidden layer; 0 makes it a linear probe
   */
  record Mlp(int time, int hidden) implements Head {
    public Mlp {
      if (time < 0 || hidden < 0) {
        throw new IllegalArgumentException(
            "Time %d or width %d is below 0".formatted(time, hidden));
      }
    }

    /** The published width. */
    public Mlp(int time) {
      this(time, HeadSpec.Mlp.HIDDEN);
    }

    @Override
    public HeadSpec spec(int codes, int classes, List<Double> times) {
      Objects.checkIndex(time, times.size());
      return new HeadSpec.Mlp(codes, classes, hidden, Pooling.ONE, 1);
    }

    @Override
    public String kind() {
      return hidden == 0 ? "linear" : "mlp";
    }
  }

  /**
   * Reads all times, put together without recurrence or attention.
   *
   * @param pooling not {@link Pooling#ONE}
   * @param hidden width of the hidden layer; 0 makes it a linear probe
   */
  record Pooled(Pooling pooling, int hidden) implements Head {
    public Pooled {
      if (pooling == Pooling.ONE || hidden < 0) {
        throw new IllegalArgumentException(
            "Cannot pool all times by %s with width %d".formatted(pooling, hidden));
      }
    }

    /** The published width. */
    public Pooled(Pooling pooling) {
      this(pooling, HeadSpec.Mlp.HIDDEN);
    }

    @Override
    public HeadSpec spec(int codes, int classes, List<Double> times) {
      return new HeadSpec.Mlp(codes, classes, hidden, pooling, times.size());
    }

    @Override
    public String kind() {
      return pooling.name().toLowerCase(Locale.ROOT);
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
