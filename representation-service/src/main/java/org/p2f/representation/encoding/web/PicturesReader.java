package org.p2f.representation.encoding.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.p2f.representation.encoding.web.EncodingsRequest.ItemsRequest;
import org.p2f.representation.encoding.web.SentImages.Files;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.Datasets;
import org.p2f.representation.picture.Datasets.DatasetCard;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.representation.picture.Picture;
import org.p2f.representation.picture.PictureFiles;
import org.springframework.stereotype.Component;

/** Reads the pictures of a request: sent along, or of a data set. */
@Component
class PicturesReader {
  private final Datasets datasets;
  private final PictureFiles pictureFiles;
  private final Timer decoding;

  PicturesReader(Datasets datasets, PictureFiles pictureFiles, MeterRegistry meters) {
    this.datasets = datasets;
    this.pictureFiles = pictureFiles;
    this.decoding =
        Timer.builder("p2f.encoding.decode")
            .description("Decoding one image")
            .publishPercentileHistogram()
            .register(meters);
  }

  /** The images; bad ones go to the invalid fields. */
  List<Picture> read(SentImages images, ImageShape wanted, InvalidFields invalid) {
    return switch (images) {
      case SentImages.Files files -> files(files, wanted, invalid);
      case SentImages.Items items -> items(items.items(), wanted, invalid);
      case SentImages.Pixels pixels -> {
        try {
          yield pixels.array().pictures(wanted);
        } catch (InvalidPicture e) {
          invalid.add(pixels.field(), String.valueOf(e.getMessage()));
          yield List.of();
        }
      }
    };
  }

  /** Each but a single one is decoded on a virtual thread of its own. */
  private List<Picture> files(Files files, ImageShape wanted, InvalidFields invalid) {
    List<Picture> pictures = new ArrayList<>();
    if (files.count() == 1) {
      try {
        pictures.add(decode(files, 0, wanted));
      } catch (InvalidPicture bad) {
        invalid.add(files.field(0), String.valueOf(bad.getMessage()));
      }
      return pictures;
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Picture>> decoded = new ArrayList<>();
      for (int i = 0; i < files.count(); i++) {
        int index = i;
        decoded.add(threads.submit(() -> decode(files, index, wanted)));
      }
      for (int i = 0; i < decoded.size(); i++) {
        try {
          pictures.add(decoded.get(i).get());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof InvalidPicture bad)) {
            throw new IllegalStateException("Decoding image %d failed".formatted(i), e);
          }
          invalid.add(files.field(i), String.valueOf(bad.getMessage()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while decoding", e);
    }
    return pictures;
  }

  private Picture decode(Files files, int index, ImageShape wanted) throws InvalidPicture {
    Timer.Sample start = Timer.start();
    try {
      return pictureFiles.decode(files.content(index), wanted);
    } finally {
      start.stop(decoding);
    }
  }

  /** The data set's images; empty if something is wrong with them. */
  private List<Picture> items(ItemsRequest items, ImageShape wanted, InvalidFields invalid) {
    DatasetCard dataset = datasets.find(items.datasetId()).orElse(null);
    if (dataset == null) {
      invalid.addUnknown(
          "unknown-dataset",
          "items.datasetId",
          "there is no data set '%s'".formatted(items.datasetId()));
      return List.of();
    }
    boolean valid = true;
    if (!dataset.shape().equals(wanted)) {
      invalid.add(
          "items.datasetId",
          "its images are %s (channels×height×width); the model takes %s"
              .formatted(dataset.shape(), wanted));
      valid = false;
    }
    for (int i = 0; i < items.indices().size(); i++) {
      int index = items.indices().get(i);
      if (index < 0 || index >= dataset.images()) {
        invalid.add(
            "items.indices[%d]".formatted(i),
            "must be 0 to %d, is %d".formatted(dataset.images() - 1, index));
        valid = false;
      }
    }
    return valid ? datasets.pictures(dataset, items.indices()) : List.of();
  }
}
