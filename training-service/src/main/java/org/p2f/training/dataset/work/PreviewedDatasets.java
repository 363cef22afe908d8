package org.p2f.training.dataset.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetPreview;
import org.p2f.numerics.data.DatasetSource;
import org.p2f.numerics.data.InvalidData;
import org.p2f.spec.data.ImageSource;
import org.p2f.training.dataset.DatasetOutlooks;
import org.p2f.training.dataset.DatasetPlan;
import org.springframework.stereotype.Component;

/**
 * Reads a source as the import does, and keeps nothing. It takes as long as the source is large: on
 * threads of its own, since requests share a few, which everything else would have to wait for.
 */
@Component
final class PreviewedDatasets implements DatasetOutlooks, AutoCloseable {
  /** At a time; others wait. */
  private static final int PREVIEWS = 2;

  private final DatasetSources sources;
  private final KnownFiles known;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          PREVIEWS, Thread.ofPlatform().daemon().name("dataset-preview-", 0).factory());

  PreviewedDatasets(DatasetSources sources, KnownFiles known) {
    this.sources = sources;
    this.known = known;
  }

  @Override
  public DatasetOutlooks.Outlook of(DatasetPlan plan) throws UnreadableSource {
    try {
      Path work = Files.createTempDirectory("p2f-preview");
      try {
        // What the caller may read is decided here, by the thread that answers him.
        var preview =
            read(sources.source(plan, sources.uploads(plan)), DatasetSources.options(plan), work);
        return new DatasetOutlooks.Outlook(
            DatasetSummaries.splits(preview.splits()),
            preview.factors().getFirst().name(),
            preview.classes().stream()
                .map(
                    of ->
                        new DatasetOutlooks.Outlook.ClassImages(
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

  @Override
  public Optional<String> unfetchable(ImageSource source) {
    return known.unfetchable(source);
  }

  private DatasetPreview read(DatasetSource source, DatasetOptions options, Path work)
      throws IOException {
    try {
      return readers.submit(() -> DatasetPreview.of(source, options, work)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a source was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("A source could not be read", e.getCause());
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
