package org.p2f.local.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine, run to their end. */
final class Commands {

  private static final long LONGEST_SECONDS = 600;

  private Commands() {}

  /** Skips the test, saying so, where there is no such program. */
  static void need(String program) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
        "No %s here: what needs it is not tried".formatted(program));
  }

  /** What a program did. */
  record Result(int code, String output) {}

  static Result run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile("p2f-command", ".out");
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      return new Result(
          ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  /** Makes a Python of its own, in the folder's venv, with those packages. */
  static void virtualEnvironment(Path directory, String... packages)
      throws IOException, InterruptedException {
    need("python3");
    install(directory, List.of("python3", "-m", "venv", "venv"));
    install(
        directory,
        Stream.concat(
                Stream.of("venv/bin/python", "-m", "pip", "install", "--quiet", "--no-compile"),
                Stream.of(packages))
            .toList());
  }

  /** Runs an installation; where packages cannot be had the test is skipped, saying so. */
  static void install(Path directory, List<String> command)
      throws IOException, InterruptedException {
    var result = run(directory, Map.of(), command);
    assumeTrue(
        result.code() == 0,
        "%s cannot install its packages here: %s".formatted(command.getFirst(), result.output()));
  }
}
