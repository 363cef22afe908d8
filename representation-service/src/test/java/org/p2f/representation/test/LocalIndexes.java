package org.p2f.representation.test;

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
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.kit.test.Tokens;
import org.p2f.representation.RepresentationService;
import org.p2f.representation.trajectory.IndexedJobs;

/**
 * Indexes as processes of this machine, as a cluster would run them: all at once, one that failed
 * again by itself.
 */
public final class LocalIndexes implements IndexedJobs, AutoCloseable {
  private static final int RETRIES = 1;

  private final Database database;
  private final Path home;
  private final Tokens tokens;
  private final int imagesPerIndex;
  private final Map<String, Map<Integer, Index>> jobs = new ConcurrentHashMap<>();

  /** The number of each process that was started, in this order. */
  private final List<Integer> started = new ArrayList<>();

  /** What is told to processes in the worker's stead. */
  private final Map<String, String> environment = new ConcurrentHashMap<>();

  private volatile boolean takes = true;

  public LocalIndexes(Database database, Path home, Tokens tokens, int imagesPerIndex) {
    this.database = database;
    this.home = home;
    this.tokens = tokens;
    this.imagesPerIndex = imagesPerIndex;
  }

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

  /** Whether any extraction is taken. */
  public void takes(boolean any) {
    takes = any;
  }

  public void tell(String variable, String value) {
    environment.put(variable, value);
  }

  public synchronized List<Integer> started() {
    return started.stream().sorted().toList();
  }

  /** The process of an index that runs. */
  public synchronized Process process(String jobId, int index) {
    return Objects.requireNonNull(Objects.requireNonNull(jobs.get(jobId)).get(index)).process();
  }

  public boolean has(String jobId) {
    return jobs.containsKey(jobId);
  }

  @Override
  public boolean take(long images) {
    return takes;
  }

  @Override
  public int imagesPerIndex() {
    return imagesPerIndex;
  }

  @Override
  public synchronized void start(String jobId, int indexes, Map<String, String> told)
      throws IOException {
    if (jobs.containsKey(jobId)) {
      return;
    }
    var all = new TreeMap<Integer, Index>();
    var variables = new TreeMap<>(told);
    variables.putAll(environment);
    for (int number = 0; number < indexes; number++) {
      all.put(number, launch(number, 0, variables));
    }
    jobs.put(jobId, all);
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
                System.getProperty("java.class.path"),
                RepresentationService.class.getName()));
    command.addAll(List.of(ServiceProcess.arguments(database, home, tokens, 0)));
    command.add("--p2f.compute.threads=2"); // as the worker, whose bytes they are to give
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
  public synchronized Look look(String jobId) throws IOException {
    Map<Integer, Index> all = jobs.get(jobId);
    if (all == null) {
      return new Look(State.MISSING, 0, List.of());
    }
    int succeeded = 0;
    for (Index index : List.copyOf(all.values())) {
      if (index.process().isAlive()) {
        continue;
      }
      int status = index.process().exitValue();
      if (status == 0) {
        succeeded++;
      } else if (status == FINAL || index.tries() == RETRIES) {
        var failed = new Failed(index.number(), index.said());
        return new Look(State.FAILED, succeeded, List.of(failed));
      } else {
        all.put(index.number(), launch(index.number(), index.tries() + 1, index.told()));
      }
    }
    return new Look(
        succeeded == all.size() ? State.SUCCEEDED : State.RUNNING, succeeded, List.of());
  }

  @Override
  public synchronized void delete(String jobId) {
    Map<Integer, Index> all = jobs.remove(jobId);
    if (all != null) {
      all.values().forEach(index -> index.process().destroyForcibly().onExit().join());
    }
  }

  @Override
  public void close() {
    List.copyOf(jobs.keySet()).forEach(this::delete);
  }
}
