package org.p2f.local.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import org.p2f.local.study.ModelExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code export}: a trained model's encoder as a folder of reference models. */
@Command(
    name = "export",
    description = "A trained encoder as a folder of reference-models/, with a card.")
final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "MODEL", description = "Its id or alias.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder; its name is the alias.")
  private Path directory = Path.of("");

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var folder = directory.toAbsolutePath().normalize();
    try (var platform = LocalPlatform.use(LocalSettings.of(terminal.environment()), _ -> {})) {
      ModelExport.run(platform, model, folder);
    }
    terminal.out().printf("%s is in %s%n", model, folder);
    return 0;
  }
}
