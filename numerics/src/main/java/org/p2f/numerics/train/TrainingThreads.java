package org.p2f.numerics.train;

import org.p2f.numerics.program.Engine;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;

/**
 * With how many threads a replica of a run computes: small layers are done before a second thread
 * has woken, so small networks leave the other cores to others. It depends on spec and engine
 * alone.
 */
final class TrainingThreads {

  /**
   * Values of a batch in the widest layer up to which one thread computes. The preset {@code tiny}
   * on images of 16 pixels has 262,144: two threads take 60 ms a step, one takes 67.
   */
  private static final long ALONE = 1 << 18;

  private TrainingThreads() {}

  static int of(Engine engine, TrainingSpec spec) {
    return widestLayer(spec.ofReplica()) <= ALONE
        ? 1
        : Math.max(1, engine.threads() / spec.replicas());
  }

  private static long widestLayer(TrainingSpec spec) {
    int side = spec.scoreNetwork().imageSize();
    long pixels = (long) spec.batchSize() * side * side;
    return Math.max(
        pixels * spec.encoder().stageWidths().getFirst(),
        pixels / spec.batchParts() * channelsAPixel(spec.scoreNetwork()));
  }

  /** Of the first level. */
  private static long channelsAPixel(ScoreNetworkSpec network) {
    return switch (network) {
      case NcsnPlusPlusSpec s -> ceil(s.shape().features(), s.options().patchSize());
      case DdpmSpec s -> s.shape().features();
      case NcsnV2Spec s -> s.features();
    };
  }

  private static long ceil(int features, int patch) {
    return Math.ceilDiv(features, patch * patch);
  }
}
