package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code ./p2f} on other machines, as a {@code uname} of the test's own describes them. The path
 * has no Maven, so that a machine that is accepted goes no further.
 */
class PlatformTest {
  private static final String NO_MAVEN = "needs Maven";
  private static final String UNTESTED = "P2F is tested on Linux x86-64; on ";

  @TempDir private Path programs;

  @BeforeEach
  void linkWhatTheScriptNeeds() throws IOException {
    for (var program : List.of("bash", "cat", "dirname", "grep", "readlink")) {
      var found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(directory -> Path.of(directory, program))
              .filter(Files::isExecutable)
              .findFirst();
      Files.createSymbolicLink(programs.resolve(program), found.orElseThrow());
    }
  }

  private record Result(int code, String output) {}

  private Result p2f(String system, String machine, String command)
      throws IOException, InterruptedException {
    var uname = programs.resolve("uname");
    Files.writeString(
        uname, "#!/bin/sh\n[ \"$1\" = -s ] && echo '%s' || echo '%s'\n".formatted(system, machine));
    Files.setPosixFilePermissions(uname, PosixFilePermissions.fromString("rwxr-xr-x"));
    var builder = new ProcessBuilder(Path.of("..", "p2f").toRealPath().toString(), command);
    builder.redirectErrorStream(true).environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("HOME", programs.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  @ParameterizedTest
  @CsvSource({
    "Darwin, x86_64",
    "MINGW64_NT-10.0-26100, x86_64",
    "Linux, riscv64",
    "FreeBSD, amd64"
  })
  void machinesWithoutLibtorchAreRefused(String system, String machine) throws Exception {
    for (var command : List.of("demo", "up", "bench", "test")) {
      var result = p2f(system, machine, command);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.output())
          .contains("This is %s %s, for which it has no libtorch.".formatted(system, machine))
          .doesNotContain(NO_MAVEN);
    }
  }

  @ParameterizedTest
  @CsvSource({"Linux, aarch64", "Darwin, arm64"})
  void untestedMachinesAreAcceptedWithAWarning(String system, String machine) throws Exception {
    assertThat(p2f(system, machine, "test").output())
        .startsWith(UNTESTED + "%s %s it is not.".formatted(system, machine))
        .contains(NO_MAVEN);
  }

  @Test
  void theTestedMachineIsAcceptedWithoutAWord() throws Exception {
    assertThat(p2f("Linux", "x86_64", "test").output()).startsWith("P2F " + NO_MAVEN);
  }

  @Test
  void helpIsForEverybody() throws Exception {
    assertThat(p2f("Plan9", "mips", "help").code()).isZero();
  }
}
