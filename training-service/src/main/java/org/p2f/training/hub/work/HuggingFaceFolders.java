package org.p2f.training.hub.work;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.PlainEncoder;
import org.p2f.numerics.encode.SpecJson;
import org.p2f.training.hub.ModelCard;
import org.p2f.training.model.ModelExports;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a model's encoder as a zip of a folder for the Hugging Face Hub. */
@Component
final class HuggingFaceFolders implements ModelExports {
  static final String FIGURE = "probes.svg";

  /** The first that a zip can name: the same model gives the same bytes. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ModelCards cards;
  private final JsonMapper json;

  HuggingFaceFolders(ModelCards cards, JsonMapper json) {
    this.cards = cards;
    this.json = json;
  }

  @Override
  public Set<ModelExports.Format> formats() {
    return EnumSet.of(ModelExports.Format.HUGGINGFACE);
  }

  @Override
  public void write(ModelExports.Format format, Source source, Path target) {
    try {
      Path weights = Files.createTempFile("p2f-export", ".safetensors");
      try {
        PlainEncoder.write(new ModelFiles(source.weights(), source.spec()), source.kind(), weights);
        zip(cards.of(source), weights, target);
      } finally {
        Files.deleteIfExists(weights);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void zip(ModelCard card, Path weights, Path target) throws IOException {
    try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
      text(zip, "README.md", card.markdown());
      text(zip, "config.json", config(card));
      String figure = card.figure();
      if (figure != null) {
        text(zip, figure, ProbeCurves.svg(card.training().probes()));
      }
      begin(zip, "model.safetensors");
      Files.copy(weights, zip);
      zip.closeEntry();
    }
  }

  private String config(ModelCard card) {
    ObjectNode config = json.valueToTree(EncoderConfig.of(card));
    config.set("encoder", SpecJson.tree(card.encoder()));
    config.set("diffusion", SpecJson.tree(card.diffusion()));
    return config.toPrettyString() + "\n";
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    begin(zip, name);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
  }
}
