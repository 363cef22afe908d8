package org.p2f.spec.network;

/**
 * The choices between NCSN++ networks of one shape. Source: Song et al., arXiv:2011.13456, App. H.
 *
 * @param embedding what the network sees of t
 * @param residualBlocks its residual blocks
 * @param progressiveOutput how levels contribute to the output
 * @param progressiveInput how levels see the input
 * @param combination what {@link ProgressiveInput#INPUT_SKIP} does with input and activations
 * @param fir whether images change size by the filter [1, 3, 3, 1] instead of squares of 2×2
 * @param skipRescale whether sums of two branches are divided by √2
 * @param conditioning how time and code enter the blocks
 * @param fourierScale standard deviation of the random frequencies of {@link Embedding#FOURIER}
 * @param patchSize side in pixels of the squares that the network sees as one pixel of more
 *     channels: 1, 2 or 4 (Luhman and Luhman, arXiv:2207.04316)
 */
public record UNetOptions(
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

  /** The published standard deviation of random Fourier frequencies. */
  public static final double PUBLISHED_SPREAD = 16;

  public UNetOptions {
    if (combination == Combination.CAT && progressiveInput != ProgressiveInput.INPUT_SKIP) {
      throw new IllegalArgumentException(
          "Only an input that skips to all levels can be concatenated, not " + progressiveInput);
    }
    requireSpread(fourierScale);
    if (patchSize != 1 && patchSize != 2 && patchSize != 4) {
      throw new IllegalArgumentException("Patches have 1, 2 or 4 pixels a side, got " + patchSize);
    }
  }

  /** With time and code as published. */
  public UNetOptions(
      Embedding embedding,
      Block residualBlocks,
      ProgressiveOutput progressiveOutput,
      ProgressiveInput progressiveInput,
      Combination combination,
      boolean fir,
      boolean skipRescale) {
    this(
        embedding,
        residualBlocks,
        progressiveOutput,
        progressiveInput,
        combination,
        fir,
        skipRescale,
        Conditioning.SHIFT,
        PUBLISHED_SPREAD,
        1);
  }

  static void requireSpread(double spread) {
    if (!(spread > 0 && spread < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The frequencies' spread is above 0, got " + spread);
    }
  }

  /** The same with time and code entering otherwise, and patches of another size. */
  public UNetOptions with(Conditioning otherConditioning, double otherSpread, int otherPatch) {
    return new UNetOptions(
        embedding,
        residualBlocks,
        progressiveOutput,
        progressiveInput,
        combination,
        fir,
        skipRescale,
        otherConditioning,
        otherSpread,
        otherPatch);
  }

  /** Those of the published representation learning, arXiv:2210.13774. */
  public static UNetOptions published() {
    return new UNetOptions(
        Embedding.FOURIER,
        Block.BIGGAN,
        ProgressiveOutput.NONE,
        ProgressiveInput.RESIDUAL,
        Combination.SUM,
        false,
        true);
  }

  /** The same without pyramids. */
  public UNetOptions withoutPyramids() {
    return new UNetOptions(
        embedding,
        residualBlocks,
        ProgressiveOutput.NONE,
        ProgressiveInput.NONE,
        Combination.SUM,
        fir,
        skipRescale,
        conditioning,
        fourierScale,
        patchSize);
  }

  /** What a network sees of t. */
  public enum Embedding {
    /** Random Fourier features of a logarithm. */
    FOURIER,
    /** Sines and cosines of the step's number. */
    POSITIONAL
  }

  /** Residual blocks. */
  public enum Block {
    /** Blocks change the size of images. */
    BIGGAN,
    /** Convolutions between blocks do. */
    DDPM
  }

  /** How levels contribute to the output. */
  public enum ProgressiveOutput {
    /** Only the finest one, at the end. */
    NONE,
    /** The output is the sum of each level's, enlarged. */
    OUTPUT_SKIP,
    /** Each level's activations are added to those of the level below, enlarged. */
    RESIDUAL
  }

  /** How levels see the input. */
  public enum ProgressiveInput {
    /** Only the finest one, at the start. */
    NONE,
    /** Each level sees the input in its own size. */
    INPUT_SKIP,
    /** Each level's activations are added to what convolutions make of those above. */
    RESIDUAL
  }

  /** What becomes of two tensors. */
  public enum Combination {
    SUM,
    CAT
  }
}
