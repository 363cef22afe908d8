package org.p2f.local.study;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.Platform;

/** A trained model's encoder as a folder, with a card that tells how it came about. */
public final class ModelExport {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
  private static final int FIRST_IMAGE = 0;

  private ModelExport() {}

  /**
   * @param model its id or alias
   * @throws LocalFailure if the model is unknown or the folder cannot be written
   */
  public static void run(Platform platform, String model, Path folder) {
    var calls = new Calls(platform.url().toString(), platform.token(TOKEN_LIFETIME));
    var trained = TrainedModel.of(calls, model);
    var id = trained.model().getId();
    var datasetId = trained.dataset().getId();
    var card = new ModelCardText(String.valueOf(folder.getFileName()), trained);
    try {
      Files.createDirectories(folder);
      move(
          calls.ask(() -> calls.models().exportModel(id, "encoder", "raw", null)),
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
