package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The types that the console's scripts state in comments, as TypeScript's compiler reads them. */
@Timeout(300)
class ConsoleTypesTest {
  private static final Path CONSOLE =
      Path.of("../gateway/src/main/resources/static/console").toAbsolutePath().normalize();
  private static final String COMPILER = "typescript@5.9.3";

  @TempDir private Path directory;

  private Commands.Result compile(Path script) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("node", "node_modules/typescript/bin/tsc", "--noEmit", "--strict"));
    command.addAll(List.of("--allowJs", "--checkJs", "--target", "es2024", "--module", "esnext"));
    command.addAll(List.of("--moduleResolution", "bundler"));
    command.addAll(List.of("--lib", "es2024,dom,dom.iterable", script.toString()));
    return Commands.run(directory, Map.of(), command);
  }

  @Test
  void everyScriptKeepsItsTypes() throws Exception {
    Commands.need("npm");
    var installed =
        Commands.run(
            directory,
            Map.of(),
            List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", COMPILER));
    assumeTrue(installed.code() == 0, () -> "No " + COMPILER + ": " + installed.output());

    var checked = compile(CONSOLE.resolve("app.js"));
    assertThat(checked.output()).isEmpty();
    assertThat(checked.code()).isZero();

    var wrong =
        Files.writeString(
            directory.resolve("wrong.js"),
            """
            import { percent } from '%s/format.js';
            percent('a half');
            """
                .formatted(CONSOLE));
    assertThat(compile(wrong).output()).contains("wrong.js(2,9)", "TS2345");
  }
}
