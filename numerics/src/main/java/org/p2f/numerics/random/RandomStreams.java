package org.p2f.numerics.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams by name and step. A stream depends on nothing but (seed, name, step):
 * drawing from one never moves another, so a run that resumes at step n draws what it would have
 * drawn without the stop, and needs no generator state in its checkpoint.
 *
 * @param seed the run's seed; any value
 */
public record RandomStreams(long seed) {

  private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /**
   * A 63-bit seed for a generator elsewhere (inside a program, say); equal arguments give equal
   * seeds.
   */
  public long seedOf(String name, long step) {
    var text = name.getBytes(StandardCharsets.UTF_8);
    var message =
        ByteBuffer.allocate(2 * Long.BYTES + text.length).putLong(seed).putLong(step).put(text);
    return ByteBuffer.wrap(sha256().digest(message.array())).getLong() & Long.MAX_VALUE;
  }

  /** A generator of this stream at its start. */
  public RandomGenerator stream(String name, long step) {
    return GENERATOR.create(seedOf(name, step));
  }

  /** A random order of 0 … n−1 (Fisher–Yates). */
  public int[] permutation(String name, long step, int n) {
    var random = stream(name, step);
    var order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
