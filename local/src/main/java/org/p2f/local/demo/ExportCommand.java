package org.p2f.local.demo;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.p2f.local.LocalFailure;
import org.p2f.local.LocalPlatform;
import org.p2f.local.LocalSettings;
import org.p2f.local.Platform;

/**
 * {@code export MODEL DIR}: a trained model's encoder as a folder of reference models, with a card
 * that tells how it came about.
 */
public final class ExportCommand {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
  private static final int FIRST_IMAGE = 0;

  private ExportCommand() {}

  /**
   * @throws LocalFailure if the model is unknown or the folder cannot be written
   */
  public static void run(Map<String, String> environment, List<String> words, PrintStream out) {
    if (words.size() != 2 || words.stream().anyMatch(word -> word.startsWith("-"))) {
      throw new LocalFailure(
          "export takes a model, by id or alias, and a directory: ./p2f export MODEL DIR");
    }
    var folder = Path.of(words.get(1)).toAbsolutePath().normalize();
    try (var platform = LocalPlatform.use(LocalSettings.of(environment), _ -> {})) {
      run(platform, words.getFirst(), folder);
    }
    out.printf("%s is in %s%n", words.getFirst(), folder);
  }

  static void run(Platform platform, String model, Path folder) {
    var calls = new Calls(platform.url().toString(), platform.token(TOKEN_LIFETIME));
    var trained = TrainedModel.of(calls, model);
    var id = trained.model().getId();
    var datasetId = trained.dataset().getId();
    var card = new ModelCardText(String.valueOf(folder.getFileName()), trained);
    try {
      Files.createDirectories(folder);
      move(
          calls.ask(() -> calls.models().exportModel(id, "encoder", "raw")),
          folder,
          "weights.safetensors");
      move(
          calls.ask(() -> calls.models().downloadModelFile(id, "model.json")),
          folder,
          "model.json");
      move(
          calls.ask(() -> calls.datasets().getDatasetImage(datasetId, FIRST_IMAGE, null, null)),
          folder,
          "example.png");
      Files.writeString(folder.resolve("card.json"), card.json());
      Files.writeString(folder.resolve("README.md"), card.markdown());
    } catch (IOException e) {
      throw new LocalFailure("Cannot write to %s: %s".formatted(folder, e), e);
    }
  }

  private static void move(File file, Path folder, String name) throws IOException {
    Files.move(file.toPath(), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
