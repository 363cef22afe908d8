package org.p2f.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A child process that cannot outlive this one: its shell waits on a pipe from here, which ends
 * with this process however it ends.
 */
public final class Tether {

  private static final int LINES_SHOWN = 25;

  /** Of earlier runs: where a program ends again and again, the first end tells most. */
  private static final int KEPT_LOGS = 5;

  private final String name;
  private final Process shell;
  private final Path log;
  private final Manner manner;

  /**
   * How a child is stopped: names of signals, and how long it may take.
   *
   * @param stop asks it to stop
   * @param orphaned asks it to stop when this process has died
   * @param force makes it, after the grace
   */
  public record Manner(String stop, String orphaned, Duration grace, String force) {}

  private Tether(String name, Process shell, Path log, Manner manner) {
    this.name = name;
    this.shell = shell;
    this.log = log;
    this.manner = manner;
  }

  /**
   * @param environment added to this process's own
   * @param log gets both outputs; the log of the run before is kept beside it
   */
  public static Tether start(
      String name, Manner manner, List<String> command, Map<String, String> environment, Path log) {
    List<String> tethered =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                script(),
                "tether",
                manner.stop(),
                manner.orphaned(),
                Long.toString(manner.grace().toSeconds()),
                manner.force()));
    tethered.addAll(command);
    try {
      keepLastLogs(log);
      var builder = new ProcessBuilder(tethered).redirectErrorStream(true);
      builder.redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new Tether(name, builder.start(), log, manner);
    } catch (IOException refused) {
      throw new LocalFailure("Cannot start %s: %s".formatted(name, refused.getMessage()), refused);
    }
  }

  String name() {
    return name;
  }

  Process process() {
    return shell;
  }

  Path log() {
    return log;
  }

  /**
   * The process of the command itself.
   *
   * @throws LocalFailure if it has ended, or is not started yet
   */
  ProcessHandle command() {
    return shell
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow(() -> failure("does not run"));
  }

  /** Asks it to stop and waits; after the grace it is made to. */
  void stop() {
    shell.toHandle().destroy(); // Process.destroy would close the pipe too, which means orphaned
    try {
      if (!shell.waitFor(manner.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    closePipe();
  }

  /** What it said last, for a reader who must mend it. */
  LocalFailure failure(String what) {
    return new LocalFailure(
        "%s %s. The end of its log, %s:%n%n%s".formatted(name, what, log, lastLines()));
  }

  /** Without stack frames, which would crowd out the messages. */
  private String lastLines() {
    try (Stream<String> lines = Files.lines(log)) {
      var all = lines.filter(line -> !line.startsWith("\t")).toList();
      return String.join(
          System.lineSeparator(), all.subList(Math.max(0, all.size() - LINES_SHOWN), all.size()));
    } catch (IOException | UncheckedIOException unreadable) {
      return "(the log cannot be read)";
    }
  }

  private void closePipe() {
    try {
      shell.getOutputStream().close();
    } catch (IOException _) {
      // the process is gone, and its pipe with it
    }
  }

  /** {@code NAME.log} becomes {@code NAME.log.1}, that one {@code NAME.log.2}, and so on. */
  static void keepLastLogs(Path log) throws IOException {
    for (int age = KEPT_LOGS - 1; age >= 0; age--) {
      var younger = kept(log, age);
      if (Files.exists(younger)) {
        Files.move(younger, kept(log, age + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path kept(Path log, int age) {
    return age == 0 ? log : log.resolveSibling(log.getFileName() + "." + age);
  }

  /** Without its comments: the whole of it shows in every list of processes. */
  private static String script() {
    try (var in = Objects.requireNonNull(Tether.class.getResourceAsStream("tether.sh"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
