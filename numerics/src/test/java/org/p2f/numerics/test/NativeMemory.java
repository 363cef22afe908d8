package org.p2f.numerics.test;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/** What this process has allocated outside the Java heap by glibc's malloc, libtorch's way. */
public final class NativeMemory {

  /** Fields of glibc's struct mallinfo2: ten sizes. */
  private static final int FIELDS = 10;

  private static final int MAPPED = 4;
  private static final int IN_USE = 7;

  private NativeMemory() {}

  /** Bytes in use. */
  @SuppressWarnings("restricted")
  public static long used() {
    var layout =
        MemoryLayout.structLayout(MemoryLayout.sequenceLayout(FIELDS, ValueLayout.JAVA_LONG));
    var linker = Linker.nativeLinker();
    var call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(layout));
    try (var arena = Arena.ofConfined()) {
      var info = (java.lang.foreign.MemorySegment) call.invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED)
          + info.getAtIndex(ValueLayout.JAVA_LONG, IN_USE);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
