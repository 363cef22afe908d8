package org.p2f.representation.trajectory.work;

import java.lang.foreign.MemorySegment;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.solver.DiffusionFeatures;
import org.p2f.representation.trajectory.CodeReading;

/** Makes images into what represents them at one time. For use by one thread. */
sealed interface Representer extends AutoCloseable {

  ModelSpec spec();

  /** Values for each image. */
  int width();

  /** Normal numbers that it takes for each image; 0 if it draws nothing. */
  int noise();

  /**
   * @param pixels float32 [B, C, H, W], in [0, 1]
   * @param t in [0, 1]
   * @param noise standard normal, float32 [B, noise]
   * @param out receives float32 [B, width]
   */
  void represent(MemorySegment pixels, double t, MemorySegment noise, MemorySegment out);

  @Override
  void close();

  /** The mean of each image's code, or the code itself where it is a value. */
  record OfMeans(Encoder encoder) implements Representer {
    @Override
    public ModelSpec spec() {
      return encoder.spec();
    }

    @Override
    public int width() {
      return encoder.spec().latentSize();
    }

    @Override
    public int noise() {
      return 0;
    }

    @Override
    public void represent(MemorySegment pixels, double t, MemorySegment noise, MemorySegment out) {
      encoder.encode(pixels, t, out);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  /** One sample of each image's code, which is a normal distribution. */
  record OfSamples(Encoder encoder) implements Representer {
    @Override
    public ModelSpec spec() {
      return encoder.spec();
    }

    @Override
    public int width() {
      return encoder.spec().latentSize();
    }

    @Override
    public int noise() {
      return width();
    }

    @Override
    public void represent(MemorySegment pixels, double t, MemorySegment noise, MemorySegment out) {
      encoder.sample(pixels, t, noise, out);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  /** Activations of the score network, which sees the images noised. */
  record OfActivations(DiffusionFeatures features) implements Representer {
    @Override
    public ModelSpec spec() {
      return features.spec();
    }

    @Override
    public int width() {
      return features.width();
    }

    @Override
    public int noise() {
      return spec().preprocessing().values();
    }

    @Override
    public void represent(MemorySegment pixels, double t, MemorySegment noise, MemorySegment out) {
      features.extract(pixels, t, noise, out);
    }

    @Override
    public void close() {
      features.close();
    }
  }

  /**
   * @param reading what is recorded of codes that are distributions
   */
  static Representer of(Encoder encoder, CodeReading reading) {
    return reading == CodeReading.SAMPLE && encoder.isGaussian()
        ? new OfSamples(encoder)
        : new OfMeans(encoder);
  }
}
