package org.p2f.numerics.program;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * How libtorch's threads wait for each other. By default they spin, some milliseconds long: where
 * another process wants the same cores, each then waits for a thread that is not running, and
 * training becomes ten times slower. Not spinning at all costs a sixth where cores are idle. Some
 * microseconds of it cost nothing either way: measured on 2 cores, busy with other work, 0.3 s a
 * step instead of 3.5 s; on idle cores 1.06 s as before, against 1.2 s without spinning.
 *
 * <p>Each thread that calls libtorch has helpers of its own, which live as long as it does. Where
 * there are more of them than cores, OpenMP lets all spin a tenth of that, which is too short for
 * the next operation; but not where its policy is to wait actively: codes of a data set are then
 * computed 1.3 times as fast.
 */
final class ThreadWaiting {

  private static final String COUNT = "GOMP_SPINCOUNT";
  private static final String POLICY = "OMP_WAIT_POLICY";

  /** Turns of an empty loop, about 20 µs. */
  private static final String SPINS = "1000";

  private ThreadWaiting() {}

  /**
   * Makes threads sleep soon while they wait, unless the environment says how to wait. OpenMP reads
   * its environment when it is loaded, so this must come before libtorch is.
   */
  @SuppressWarnings("restricted") // native access is granted to P2F anyway: DJL loads libtorch
  static void sleepSoon() {
    if (System.getenv(COUNT) != null || System.getenv(POLICY) != null) {
      return;
    }
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
      int overwrite = 1;
      int _ =
          (int) call.invokeExact(arena.allocateFrom(COUNT), arena.allocateFrom(SPINS), overwrite);
      int _ =
          (int)
              call.invokeExact(arena.allocateFrom(POLICY), arena.allocateFrom("ACTIVE"), overwrite);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // setenv throws nothing
    }
  }
}
