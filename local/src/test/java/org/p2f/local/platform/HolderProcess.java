package org.p2f.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Holder} in a process, and the processes that it has started. */
public final class HolderProcess {

  private final Process process;
  private final BufferedReader says;

  private HolderProcess(Process process) {
    this.process = process;
    this.says = process.inputReader(UTF_8);
  }

  public static HolderProcess start(Path home, int port, Path programs) throws IOException {
    Files.createDirectories(programs);
    return new HolderProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                home.toString(),
                Integer.toString(port),
                programs.toString())
            .redirectErrorStream(true)
            .start());
  }

  public HolderProcess awaitReady() throws IOException {
    assertThat(says.readLine()).isEqualTo("ready");
    return this;
  }

  public Process process() {
    return process;
  }

  String next() throws IOException {
    return says.readLine();
  }

  /** Those of its descendants that matter: not the shells that tie them. */
  public List<ProcessHandle> programs() {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").matches(".*/(java|postgres)"))
        .toList();
  }

  public static void assertAllEnd(List<ProcessHandle> programs) throws Exception {
    for (var program : programs) {
      program.onExit().get(60, TimeUnit.SECONDS);
    }
  }
}
