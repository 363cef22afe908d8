package org.p2f.training.dataset.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2f.numerics.data.DatasetPreview;
import org.p2f.numerics.data.InvalidData;
import org.p2f.training.dataset.DatasetOutlook;
import org.p2f.training.dataset.DatasetOutlooks;
import org.p2f.training.dataset.DatasetPlan;
import org.springframework.stereotype.Component;

/** Reads a source as the import does, and keeps nothing. */
@Component
final class PreviewedDatasets implements DatasetOutlooks {
  private final DatasetSources sources;

  PreviewedDatasets(DatasetSources sources) {
    this.sources = sources;
  }

  @Override
  public DatasetOutlook of(DatasetPlan plan) throws UnreadableSource {
    try {
      Path work = Files.createTempDirectory("p2f-preview");
      try {
        var preview =
            DatasetPreview.of(
                sources.source(plan, sources.uploads(plan)), DatasetSources.options(plan), work);
        return new DatasetOutlook(
            DatasetSummaries.splits(preview.splits()),
            preview.factors().getFirst().name(),
            preview.classes().stream()
                .map(
                    of ->
                        new DatasetOutlook.ClassImages(
                            of.name(), of.train(), of.validation(), of.test()))
                .toList(),
            preview.imagesFound(),
            preview.warnings());
      } finally {
        Files.delete(work);
      }
    } catch (InvalidData invalid) {
      throw new UnreadableSource(String.valueOf(invalid.getMessage()), invalid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
