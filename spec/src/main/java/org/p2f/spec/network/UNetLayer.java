package org.p2f.spec.network;

/**
 * A residual block of a U-net, with the attention that follows it if any, by where it stands. What
 * it gives is what the next block sees, and on the way down what the way up is handed.
 */
public sealed interface UNetLayer {

  /** The layer as requests, cards and reports spell it. */
  String name();

  /**
   * On the way down, {@code down.LEVEL.BLOCK}.
   *
   * @param level 0 the finest
   * @param block of the level, from 0 in order of execution
   */
  record Down(int level, int block) implements UNetLayer {
    @Override
    public String name() {
      return "down.%d.%d".formatted(level, block);
    }
  }

  /**
   * Between both ways, {@code bottom.BLOCK}, in the size of the lowest level.
   *
   * @param block 0, which attention follows, or 1
   */
  record Bottom(int block) implements UNetLayer {
    @Override
    public String name() {
      return "bottom." + block;
    }
  }

  /**
   * On the way up, {@code up.LEVEL.BLOCK}. Attention follows a level's last block alone.
   *
   * @param level 0 the finest, which comes last
   * @param block of the level, from 0 in order of execution; there is one more than on the way down
   */
  record Up(int level, int block) implements UNetLayer {
    @Override
    public String name() {
      return "up.%d.%d".formatted(level, block);
    }
  }
}
