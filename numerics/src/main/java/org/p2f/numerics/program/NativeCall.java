package org.p2f.numerics.program;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Runs a method of a loaded module with gradients as the calling thread has them.
 *
 * <p>DJL's public {@code runMethod} always calls in inference mode, where no gradient can be taken,
 * and its public {@code forward} takes tensors only and finds its lists by matching every tensor's
 * name; so this binds the native method behind both.
 */
final class NativeCall {

  private static final MethodHandle RUN;
  private static final MethodHandle WRAP;

  static {
    try {
      var lookup = MethodHandles.privateLookupIn(IValueUtils.class, MethodHandles.lookup());
      var library = lookup.findClass("ai.djl.pytorch.jni.PyTorchLibrary");
      var instance = lookup.findStaticGetter(library, "LIB", library);
      RUN =
          MethodHandles.foldArguments(
              lookup.findVirtual(
                  library,
                  "moduleRunMethod",
                  MethodType.methodType(
                      long.class,
                      long.class,
                      String.class,
                      long[].class,
                      boolean.class,
                      boolean.class)),
              instance);
      WRAP =
          MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())
              .findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private NativeCall() {}

  static IValue run(PtSymbolBlock module, String method, List<IValue> arguments) {
    var handles = arguments.stream().mapToLong(IValue::getHandle).toArray();
    try {
      long result = (long) RUN.invokeExact((long) module.getHandle(), method, handles, true, false);
      return (IValue) WRAP.invokeExact(result);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // the native method declares none
    }
  }
}
