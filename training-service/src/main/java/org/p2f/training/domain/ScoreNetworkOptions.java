package org.p2f.training.domain;

import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;

/**
 * The choices between NCSN++ networks of one shape.
 *
 * @param embedding what the network sees of the time
 * @param residualBlocks whether blocks change the size of images, or convolutions between them
 * @param progressiveOutput how levels contribute to the output
 * @param progressiveInput how levels see the input
 * @param combination what an input that skips to all levels becomes there
 * @param fir whether images change size by the filter [1, 3, 3, 1]
 * @param skipRescale whether sums of two branches are divided by √2
 * @param conditioning how time and code enter the blocks
 * @param fourierScale standard deviation of Fourier frequencies
 * @param patchSize side in pixels of the squares that the network sees as one pixel
 */
public record ScoreNetworkOptions(
    Embedding embedding,
    Block residualBlocks,
    ProgressiveOutput progressiveOutput,
    ProgressiveInput progressiveInput,
    Combination combination,
    boolean fir,
    boolean skipRescale,
    Conditioning conditioning,
    double fourierScale,
    int patchSize) {

  /** Those of arXiv:2210.13774. */
  static final ScoreNetworkOptions PUBLISHED =
      new ScoreNetworkOptions(
          Embedding.FOURIER,
          Block.BIGGAN,
          ProgressiveOutput.NONE,
          ProgressiveInput.RESIDUAL,
          Combination.SUM,
          false,
          true,
          Conditioning.SHIFT,
          EncoderPlan.PUBLISHED_FOURIER_SCALE,
          1);

  /** What makes a DDPM network of an NCSN++ one. */
  static final ScoreNetworkOptions DDPM =
      new ScoreNetworkOptions(
          Embedding.POSITIONAL,
          Block.DDPM,
          ProgressiveOutput.NONE,
          ProgressiveInput.NONE,
          Combination.SUM,
          false,
          false,
          Conditioning.SHIFT,
          EncoderPlan.PUBLISHED_FOURIER_SCALE,
          1);
}
