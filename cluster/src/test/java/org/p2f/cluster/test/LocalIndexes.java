package org.p2f.cluster.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.p2f.cluster.IndexedJobs;

/**
 * Indexes as processes of this machine, as a cluster would run them: all at once, one that failed
 * again by itself.
 */
public final class LocalIndexes implements IndexedJobs, AutoCloseable {
  private static final int RETRIES = 1;

  private final Path home;
  private final List<String> program;
  private final Map<String, Started> works = new ConcurrentHashMap<>();

  /** The number of each process that was started, in this order. */
  private final List<Integer> started = new ArrayList<>();

  /** What is told to processes in the worker's stead. */
  private final Map<String, String> environment = new ConcurrentHashMap<>();

  /**
   * @param home where logs lie
   * @param main of the program that each process runs
   * @param arguments of it
   */
  public LocalIndexes(Path home, Class<?> main, String... arguments) {
    this.home = home;
    program = new ArrayList<>(List.of(main.getName()));
    program.addAll(List.of(arguments));
  }

  private record Started(boolean whole, Map<Integer, Index> indexes) {}

  private record Index(
      int number, int tries, Map<String, String> told, Process process, Path message) {
    String said() {
      try {
        return Files.readString(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public void tell(String variable, String value) {
    environment.put(variable, value);
  }

  public synchronized List<Integer> started() {
    return started.stream().sorted().toList();
  }

  /** What has been started and not deleted. */
  public List<String> works() {
    return works.keySet().stream().sorted().toList();
  }

  /** The process of an index that runs. */
  public synchronized Process process(String id, int index) {
    return Objects.requireNonNull(Objects.requireNonNull(works.get(id)).indexes().get(index))
        .process();
  }

  public boolean has(String id) {
    return works.containsKey(id);
  }

  @Override
  public synchronized void start(Work work) throws IOException {
    if (works.containsKey(work.id())) {
      return;
    }
    var all = new TreeMap<Integer, Index>();
    var variables = new TreeMap<>(work.environment());
    variables.putAll(environment);
    for (int number = 0; number < work.indexes(); number++) {
      all.put(number, launch(number, 0, variables));
    }
    works.put(work.id(), new Started(work.whole(), all));
  }

  /** Starts a process of an index, whoever asks for it. */
  public synchronized Process launch(int number, Map<String, String> told) throws IOException {
    return launch(number, 0, told).process();
  }

  private Index launch(int number, int tries, Map<String, String> told) throws IOException {
    Path message = Files.createTempFile(home, "message", "");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    command.addAll(program);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(told);
    builder.environment().put(NUMBER, Integer.toString(number));
    builder.environment().put("P2F_INDEX_MESSAGE", message.toString());
    Path log = home.resolve("index-%d-%d.log".formatted(number, started.size()));
    Process process = builder.redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    started.add(number);
    return new Index(number, tries, told, process, message);
  }

  @Override
  public synchronized Look look(String id) throws IOException {
    Started work = works.get(id);
    if (work == null) {
      return new Look(State.MISSING, 0, List.of());
    }
    int succeeded = 0;
    int running = 0;
    List<Failed> failed = new ArrayList<>();
    for (Index index : List.copyOf(work.indexes().values())) {
      if (index.process().isAlive()) {
        running++;
        continue;
      }
      int status = index.process().exitValue();
      if (status == 0) {
        succeeded++;
      } else if (status == FINAL || index.tries() == RETRIES) {
        failed.add(new Failed(index.number(), index.said()));
      } else {
        running++;
        Index again = launch(index.number(), index.tries() + 1, index.told());
        work.indexes().put(index.number(), again);
      }
    }
    if (!failed.isEmpty() && (work.whole() || running == 0)) {
      return new Look(State.FAILED, succeeded, failed);
    }
    return new Look(running == 0 ? State.SUCCEEDED : State.RUNNING, succeeded, List.of());
  }

  @Override
  public synchronized void delete(String id) {
    Started work = works.remove(id);
    if (work != null) {
      work.indexes().values().forEach(i -> i.process().destroyForcibly().onExit().join());
    }
  }

  @Override
  public void close() {
    List.copyOf(works.keySet()).forEach(this::delete);
  }
}
