package org.p2f.downstream.head.work;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.downstream.head.HeadKind;
import org.p2f.numerics.head.HeadSize;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.Pooling;

/** The domain's kinds of heads as numerics knows them. */
public final class HeadKinds {

  /** Of the Transformer whose accuracy is reported, as published. */
  private static final Head.Transformer TRANSFORMER = new Head.Transformer(2, AttentionMask.NONE);

  private HeadKinds() {}

  /**
   * The heads of a kind that are trained.
   *
   * @param codes values of a code
   */
  public static List<Head> heads(HeadKind kind, int codes, int classes, List<Double> times) {
    return switch (kind) {
      case MLP -> each(times, Head.Mlp::new);
      case LINEAR -> each(times, time -> new Head.Mlp(time, 0));
      case WIDE_MLP -> {
        int wide = HeadSize.hiddenLike(TRANSFORMER.spec(codes, classes, times));
        yield each(times, time -> new Head.Mlp(time, wide));
      }
      case GRU -> List.of(new Head.Gru());
      case TRANSFORMER -> List.of(TRANSFORMER);
      case MEAN -> List.of(new Head.Pooled(Pooling.MEAN));
      case CONCATENATION -> List.of(new Head.Pooled(Pooling.CONCATENATION));
      case CONVEX -> List.of(new Head.Pooled(Pooling.CONVEX));
      case NEIGHBOURS, ENSEMBLE, TIME_ENSEMBLE -> List.of();
    };
  }

  private static List<Head> each(List<Double> times, IntFunction<Head> head) {
    return IntStream.range(0, times.size()).mapToObj(head).toList();
  }

  /** The kind of a head that one of the {@link #heads} is. */
  public static HeadKind of(Head head) {
    return switch (head) {
      case Head.Mlp mlp when mlp.equals(new Head.Mlp(mlp.time())) -> HeadKind.MLP;
      case Head.Mlp(int time, int hidden) -> hidden == 0 ? HeadKind.LINEAR : HeadKind.WIDE_MLP;
      case Head.Gru _ -> HeadKind.GRU;
      case Head.Transformer _ -> HeadKind.TRANSFORMER;
      case Head.Pooled pooled ->
          switch (pooled.pooling()) {
            case MEAN -> HeadKind.MEAN;
            case CONCATENATION -> HeadKind.CONCATENATION;
            case CONVEX -> HeadKind.CONVEX;
            case ONE -> throw new IllegalArgumentException("Not all times: " + pooled);
          };
    };
  }

  /** The index of the one time that a head reads, or nothing. */
  public static Stream<Integer> time(Head head) {
    return head instanceof Head.Mlp mlp ? Stream.of(mlp.time()) : Stream.empty();
  }
}
