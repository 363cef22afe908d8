package org.p2f.numerics.program;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * How libtorch's threads wait for each other. By default they spin, some milliseconds long; where
 * another process wants the same cores, each then waits for a thread that is not running, and
 * training becomes ten times slower (measured: 2 threads on 2 busy cores, 3.5 s instead of 0.3 s a
 * step; on idle cores sleeping costs nothing that could be measured).
 */
final class ThreadWaiting {

  private static final String VARIABLE = "OMP_WAIT_POLICY";

  private ThreadWaiting() {}

  /**
   * Makes threads sleep while they wait, unless the environment says otherwise. OpenMP reads its
   * environment when it is loaded, so this must come before libtorch is.
   */
  @SuppressWarnings("restricted") // native access is granted to P2F anyway: DJL loads libtorch
  static void sleep() {
    var linker = Linker.nativeLinker();
    var setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return; // no POSIX system: OpenMP's default stays
    }
    var call =
        linker.downcallHandle(
            setenv.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      int keepOld = 0;
      int _ =
          (int)
              call.invokeExact(
                  arena.allocateFrom(VARIABLE), arena.allocateFrom("passive"), keepOld);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // setenv throws nothing
    }
  }
}
