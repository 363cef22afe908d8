package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.p2f.training.dataset.DatasetDescription.FactorDescription;
import org.p2f.training.dataset.DatasetPictures;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** Single images of a data set. They never change, so caches may keep them. */
@RestController
@Tag(name = "datasets")
final class DatasetImagesController {
  private static final CacheControl FOREVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

  private final Datasets datasets;
  private final DatasetPictures pictures;

  DatasetImagesController(Datasets datasets, DatasetPictures pictures) {
    this.datasets = datasets;
    this.pictures = pictures;
  }

  @GetMapping("/v1/datasets/{id}/images")
  @Operation(
      operationId = "listDatasetImages",
      summary = "Which images a data set has, and what they show; of one class if asked for")
  DatasetImagesView list(
      @PathVariable String id,
      @Parameter(description = "Name of a factor, of which `class` names a class")
          @RequestParam(required = false)
          @Nullable String factor,
      @Parameter(description = "Name or number of the class that images show")
          @RequestParam(name = "class", required = false)
          @Nullable String named,
      @Parameter(description = "First index; `next` of the answer before")
          @RequestParam(defaultValue = "0")
          @Min(0)
          int from,
      @Parameter(description = "Most of them") @RequestParam(defaultValue = "48") @Min(1) @Max(500)
          int limit) {
    Datasets.Dataset dataset = datasets.find(id).orElseThrow(() -> DatasetsController.unknown(id));
    List<FactorDescription> factors = dataset.description().factors();
    var query = SoughtClass.of(factor, named, factors).query(from, limit);
    return DatasetImagesView.of(pictures.find(datasets.file(dataset), query), limit, factors);
  }

  @GetMapping(path = "/v1/datasets/{id}/images/{index}", produces = MediaType.IMAGE_PNG_VALUE)
  @Operation(
      operationId = "getDatasetImage",
      summary = "One image, clean or noised",
      description =
          "A noised image x0 + σ(t)·n is shown with the range from -2σ to 1 + 2σ stretched over"
              + " black to white, so that it can be seen to vanish in the noise.")
  @ApiResponse(
      responseCode = "200",
      description = "The image",
      content =
          @Content(
              mediaType = MediaType.IMAGE_PNG_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "304",
      description = "The image that If-None-Match names",
      content = {})
  @Nullable ResponseEntity<byte[]> get(
      @PathVariable String id,
      @Parameter(description = "From 0") @PathVariable int index,
      @Parameter(description = "Noise level, from 0 (clean) to 1") @RequestParam(defaultValue = "0")
          double t,
      @Parameter(description = "Of the noise") @RequestParam(defaultValue = "0") long seed,
      WebRequest request) {
    if (!(t >= 0 && t <= 1)) { // also refuses NaN
      throw Refused.field("t", "must be from 0 to 1");
    }
    Datasets.Dataset dataset = datasets.find(id).orElseThrow(() -> DatasetsController.unknown(id));
    int images = dataset.description().images();
    if (index < 0 || index >= images) {
      throw Refused.notFound(
          "unknown-image",
          "Data set %s has images 0 to %d, not %d".formatted(id, images - 1, index));
    }
    String etag =
        "\"%s-%d-%s-%d\"".formatted(dataset.artifact().digest(), index, t, t == 0 ? 0 : seed);
    if (request.checkNotModified(etag)) {
      return null;
    }
    return ResponseEntity.ok()
        .eTag(etag)
        .cacheControl(FOREVER)
        .contentType(MediaType.IMAGE_PNG)
        .body(pictures.png(datasets.file(dataset), index, t, seed));
  }
}
