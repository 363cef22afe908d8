package org.p2f.numerics.program;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one connection to libtorch: device, number of threads, and per-thread settings.
 *
 * <p>Results depend on the number of intra-op threads, since it changes the order of sums; with
 * device, threads and seed equal, they are equal bit for bit.
 */
public final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Where programs run. */
  public enum Target {
    CPU,
    /** CUDA; expected and absent, the engine does not start. */
    GPU;

    /** What programs call it; null for where libtorch makes tensors unless told. */
    @Nullable String deviceName() {
      return switch (this) {
        case CPU -> null;
        case GPU -> "cuda:0";
      };
    }
  }

  private static final Object LOCK = new Object();
  private static @Nullable Engine started;

  private final Device device;
  private final int threads;
  private final PtNDManager root;

  /**
   * True once this thread runs programs without the profiling executor, which slows training by
   * half.
   */
  private final ThreadLocal<Boolean> prepared = ThreadLocal.withInitial(() -> false);

  /** Threads that this thread's programs compute with. */
  private final ThreadLocal<Integer> mine;

  private Engine(Device device, int threads) {
    this.device = device;
    this.threads = threads;
    this.mine = ThreadLocal.withInitial(() -> threads);
    this.root = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Starts the engine, or returns the running one if it was started alike.
   *
   * @param threads intra-op threads, at least 1
   * @throws IllegalStateException if it runs with other settings, or if a GPU is wanted and there
   *     is none
   */
  public static Engine start(Target target, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Need at least 1 thread, got " + threads);
    }
    synchronized (LOCK) {
      if (started == null) {
        started = first(target, threads);
      }
      var running = started;
      if (running.threads != threads || running.target() != target) {
        throw new IllegalStateException(
            "The engine of this process runs on %s with %d threads; asked for %s with %d"
                .formatted(running.target(), running.threads, target, threads));
      }
      return running;
    }
  }

  private static Engine first(Target target, int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    ThreadWaiting.sleepSoon();
    var torch = ai.djl.engine.Engine.getEngine("PyTorch");
    if (target == Target.GPU && torch.getGpuCount() == 0) {
      throw new IllegalStateException(
          "A GPU is expected (p2f.compute.device=gpu), but libtorch %s sees none; use a CUDA build of libtorch or set"
                  .formatted(torch.getVersion())
              + " p2f.compute.device=cpu");
    }
    var engine = new Engine(target == Target.GPU ? Device.gpu() : Device.cpu(), threads);
    JniUtils.setNumThreads(threads);
    LOG.info("libtorch {} on {} with {} threads", torch.getVersion(), engine.device, threads);
    return engine;
  }

  public Target target() {
    return device.isGpu() ? Target.GPU : Target.CPU;
  }

  /** Number of intra-op threads. */
  public int threads() {
    return threads;
  }

  /** Engine and version, for provenance. */
  public String description() {
    return "PyTorch %s, %s, %d threads"
        .formatted(ai.djl.engine.Engine.getEngine("PyTorch").getVersion(), device, threads);
  }

  /** A memory scope; closing it frees the tensors made in it. */
  public PtNDManager newScope() {
    return (PtNDManager) root.newSubManager();
  }

  /**
   * Has the calling thread's programs compute with fewer threads until the limit is closed, by the
   * same thread.
   *
   * @param most at least 1; no more than the engine has
   */
  public Limit limit(int most) {
    if (!(1 <= most && most <= threads)) {
      throw new IllegalArgumentException(
          "A limit lies between 1 and %d threads, got %d".formatted(threads, most));
    }
    int before = mine.get();
    use(most);
    return () -> use(before);
  }

  /** Ends with {@link #close}. */
  @FunctionalInterface
  public interface Limit extends AutoCloseable {
    @Override
    void close();
  }

  private void use(int count) {
    mine.set(count);
    prepared.set(false);
  }

  /** Makes the calling thread, new to programs, compute without others' help. */
  void computeAlone() {
    mine.set(1);
    prepareThread(false);
  }

  Device device() {
    return device;
  }

  /**
   * Readies the calling thread for a program.
   *
   * @throws IllegalStateException on a virtual thread: libtorch keeps its modes per carrier thread
   */
  void prepareThread(boolean gradients) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("Programs run on platform threads only");
    }
    if (!prepared.get()) {
      JniUtils.setGraphExecutorOptimize(false);
      // A thread's first look at its number takes over the number set last by whichever thread.
      int _ = JniUtils.getNumThreads();
      JniUtils.setNumThreads(mine.get());
      prepared.set(true);
    }
    JniUtils.setGradMode(gradients);
  }
}
