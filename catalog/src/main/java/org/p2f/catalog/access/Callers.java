package org.p2f.catalog.access;

import java.lang.ScopedValue.CallableOp;
import org.jspecify.annotations.Nullable;

/** The caller of the work in progress. Outside of requests it is the platform. */
public final class Callers {
  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  private Callers() {}

  /** Whose work this thread does. */
  public static Caller current() {
    return CURRENT.orElse(Caller.PLATFORM);
  }

  /** Does work in a caller's name. */
  public static <T extends @Nullable Object, X extends Throwable> T as(
      Caller caller, CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, caller).<T, X>call(work);
  }
}
