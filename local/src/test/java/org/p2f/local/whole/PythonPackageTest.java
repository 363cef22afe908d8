package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The Python package's own tests, but for those that need a running platform. */
class PythonPackageTest {
  private static final Path PACKAGE = Path.of("../clients/python").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void itsTestsPass() throws Exception {
    try {
      install();
    } catch (TestAbortedException notHere) {
      tell("not tested, " + String.valueOf(notHere.getMessage()).lines().findFirst().orElse(""));
      throw notHere;
    }
    var result =
        Commands.run(
            PACKAGE,
            Map.of(
                "P2F_HOME", directory.toString(), // where no platform runs
                "P2F_URL", "",
                "PYTHONDONTWRITEBYTECODE", "1"),
            List.of(python(), "-m", "pytest", "-q", "-p", "no:cacheprovider"));
    assertThat(result.code()).as(result.output()).isZero();
    tell(result.output().lines().reduce("", (_, last) -> last));
  }

  /** Not in its folder, whose sources stay as they are; compiling would take longest of all. */
  private void install() throws IOException, InterruptedException {
    Commands.virtualEnvironment(directory, PACKAGE + "[test]");
  }

  private String python() {
    return directory.resolve("venv/bin/python").toString();
  }

  /** {@code ./p2f test} repeats this line at its end. */
  private static void tell(String what) {
    System.out.println("Python package: " + what);
  }
}
