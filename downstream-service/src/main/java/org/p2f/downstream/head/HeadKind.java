package org.p2f.downstream.head;

import java.util.List;
import java.util.Locale;

/** A kind of head. */
public enum HeadKind {
  /** Reads the code of one t; one head for each t. */
  MLP,
  /** Reads all t in order. */
  GRU,
  /** Attends to all t. */
  TRANSFORMER,
  /** Linear in the code of one t; one probe for each t. */
  LINEAR,
  /** The majority of the training images whose codes at one t are most alike, by cosine. */
  NEIGHBOURS,
  /** As {@link #MLP}, of the mean of all codes. */
  MEAN,
  /** As {@link #MLP}, of all codes one behind the other. */
  CONCATENATION,
  /** As {@link #MLP}, of a convex combination of all codes whose weights are learned. */
  CONVEX,
  /** As {@link #MLP}, so wide that it has as many parameters as the Transformer. */
  WIDE_MLP,
  /**
   * The {@link #MLP}s on the codes of all encoder seeds at one t, together: their mean probability
   * answers.
   */
  ENSEMBLE,
  /** The {@link #MLP}s of all t on the codes of one encoder, together, likewise. */
  TIME_ENSEMBLE;

  /** The heads that were published. */
  public static final List<HeadKind> PUBLISHED = List.of(MLP, GRU, TRANSFORMER);

  /** As requests and results spell it, such as {@code wide-mlp}. */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether its heads are trained for themselves. */
  public boolean isTrained() {
    return this != NEIGHBOURS && this != ENSEMBLE && this != TIME_ENSEMBLE;
  }

  /** Whether one head reads the codes of all t. */
  public boolean mixes() {
    return isTrained() && !readsOne();
  }

  /** Whether there is a head for each t. */
  public boolean readsOne() {
    return switch (this) {
      case MLP, LINEAR, NEIGHBOURS, WIDE_MLP, ENSEMBLE -> true;
      case GRU, TRANSFORMER, MEAN, CONCATENATION, CONVEX, TIME_ENSEMBLE -> false;
    };
  }
}
