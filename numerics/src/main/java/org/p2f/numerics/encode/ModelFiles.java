package org.p2f.numerics.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.network.Weights;

/**
 * The files an encoder is loaded from.
 *
 * @param weights the raw or the averaged ones
 */
public record ModelFiles(Path weights, Path spec) {

  public static final String SPEC = "model.json";
  public static final String GOLDENS = "goldens.safetensors";

  private static final String FORMAT = "p2f-model-1";

  /** Metadata field of a weights file that says which weights it holds. */
  static final String WEIGHTS = "weights";

  /** The files of a model's directory. */
  public static ModelFiles in(Path directory, Weights weights) {
    return new ModelFiles(directory.resolve(weights.file()), directory.resolve(SPEC));
  }

  /** What a weights file says of itself. */
  public static Map<String, String> metadata(Weights weights) {
    return Map.of("format", FORMAT, WEIGHTS, nameOf(weights));
  }

  /**
   * Opens the weights.
   *
   * @throws IOException if the file cannot be read or says that it holds other weights
   */
  public SafetensorsFile openWeights(Weights expected) throws IOException {
    var file = SafetensorsFile.open(weights);
    var held = heldInstead(file, expected);
    if (held.isEmpty()) {
      return file;
    }
    file.close();
    throw new IOException("%s %s".formatted(weights.getFileName(), held.get()));
  }

  /**
   * What a file says that it holds instead of the expected weights, in words; empty if it does not
   * say so.
   */
  public static Optional<String> heldInstead(SafetensorsFile file, Weights expected) {
    return Optional.ofNullable(file.metadata().get(WEIGHTS))
        .filter(held -> !held.equals(nameOf(expected)))
        .map(held -> "holds the %s weights, not the %s ones".formatted(held, nameOf(expected)));
  }

  static String nameOf(Weights weights) {
    return weights.name().toLowerCase(Locale.ROOT);
  }
}
