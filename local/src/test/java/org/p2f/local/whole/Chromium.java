package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser, without a window. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Path program;

  private Chromium(Path program) {
    this.program = program;
  }

  /** Skips the test, saying so, where there is none. */
  static Chromium orSkip() {
    var found =
        Stream.of(System.getenv("PATH").split(":"))
            .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "No chromium here: install Debian's package to run this test");
    return new Chromium(found.orElseThrow());
  }

  /** The page's document after its scripts have run. */
  String document(String address) throws Exception {
    return run(List.of("--virtual-time-budget=20000", "--dump-dom", address));
  }

  /** A picture of the page, PNG. */
  void picture(String address, Path png, int width, int height) throws Exception {
    run(
        List.of(
            "--virtual-time-budget=20000",
            "--hide-scrollbars",
            "--window-size=%d,%d".formatted(width, height),
            "--screenshot=" + png,
            address));
    assertThat(png).exists();
  }

  private String run(List<String> arguments) throws IOException, InterruptedException {
    var profile = Files.createTempDirectory("p2f-chromium");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--user-data-dir=" + profile));
    command.addAll(arguments);
    var output = Files.createTempFile("p2f-chromium", ".out");
    var process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("chromium ends").isTrue();
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
