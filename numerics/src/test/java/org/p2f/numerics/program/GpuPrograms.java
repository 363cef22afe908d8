package org.p2f.numerics.program;

/** Programs as a GPU would get them; none is needed to write or load them. */
public final class GpuPrograms {
  private GpuPrograms() {}

  /** The program's source. */
  public static String source(ProgramBuilder builder) {
    return builder.source(Engine.Target.GPU.deviceName());
  }

  /** Parsed and checked by libtorch. */
  public static Program load(ProgramBuilder builder, Engine engine) {
    return builder.load(engine, source(builder));
  }
}
