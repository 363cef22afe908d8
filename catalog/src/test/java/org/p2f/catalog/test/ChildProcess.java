package org.p2f.catalog.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the class path of this one, to be killed. */
public final class ChildProcess implements AutoCloseable {
  /** Starts the lines that are meant for the parent, among those of the log. */
  private static final String MARK = "child: ";

  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs the class' main method. */
  public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** In the child: tells the parent. */
  public static void say(Object line) {
    System.out.println(MARK + line);
  }

  /** In the child: goes on until somebody kills it. */
  public static void waitToBeKilled() throws IOException {
    while (System.in.read() >= 0) {}
  }

  /** The next line that the child meant for us; other lines go to our own output. */
  public String hear() throws IOException {
    var seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(MARK)) {
        return line.substring(MARK.length());
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("The child ended early:\n" + seen);
  }

  /** SIGKILL: nothing of the child runs any more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
