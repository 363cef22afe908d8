package org.p2f.numerics.program;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs as a GPU would get them, and what can be known of them without one: libtorch takes them,
 * and no tensor or generator comes from nothing on the CPU, where the GPU's could not meet it.
 */
public final class GpuPrograms {

  /** Operations that make a tensor or generator from none. */
  private static final String MAKERS =
      "arange|empty|eye|full|linspace|logspace|ones|rand|randint|randn|randperm|zeros|Generator";

  private GpuPrograms() {}

  /**
   * @param makers least number of operations that make a tensor or generator from none
   */
  public static void check(ProgramBuilder builder, Engine engine, int makers) {
    var source = source(builder);
    var made =
        source
            .lines()
            .filter(line -> line.matches(".*torch\\.(%s)\\(.*".formatted(MAKERS)))
            .toList();
    assertThat(made)
        .hasSizeGreaterThanOrEqualTo(makers)
        .allMatch(line -> line.contains("device=\"cuda:0\""));
    assertThat(source).doesNotContain("mkldnn");
    load(builder, engine).close(); // parsed, and every operation's arguments checked
  }

  public static Program load(ProgramBuilder builder, Engine engine) {
    return builder.load(engine, source(builder));
  }

  private static String source(ProgramBuilder builder) {
    return builder.source(Engine.Target.GPU.deviceName());
  }
}
