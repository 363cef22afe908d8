package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script of {@code benchmarks/peers}, run by the Python that {@code P2F_PYTHON} names; without
 * that, and without what it needs, it is left out and a line says so.
 *
 * @param name the script's, without its ending
 * @param modules that it needs
 */
public record Peer(String name, List<String> modules) {
  public Peer {
    modules = List.copyOf(modules);
  }

  /** Runs it to its end; its lines are ours. */
  public void run(String... arguments) throws IOException, InterruptedException {
    Optional<Process> started = start(ProcessBuilder.Redirect.PIPE, arguments);
    if (started.isEmpty()) {
      return;
    }
    var process = started.get();
    try (var lines = process.inputReader()) {
      lines.lines().forEach(System.out::println);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "The peer %s ended with %d".formatted(name, process.exitValue()));
    }
  }

  /** Starts it; empty if it cannot be. */
  public Optional<Process> start(String... arguments) throws IOException, InterruptedException {
    return start(ProcessBuilder.Redirect.INHERIT, arguments);
  }

  private Optional<Process> start(ProcessBuilder.Redirect output, String... arguments)
      throws IOException, InterruptedException {
    String python = System.getenv().getOrDefault("P2F_PYTHON", "python3");
    if (!imports(python)) {
      System.out.printf(
          "{\"peer\":\"%s\",\"skipped\":\"%s has not all of %s\"}%n",
          name, python, String.join(", ", modules));
      return Optional.empty();
    }
    var script =
        Path.of(System.getProperty("p2f.checkout", "."), "benchmarks", "peers", name + ".py");
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(List.of(arguments));
    return Optional.of(
        new ProcessBuilder(command)
            .redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private boolean imports(String python) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", "import " + String.join(", ", modules))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noPython) {
      return false;
    }
  }
}
