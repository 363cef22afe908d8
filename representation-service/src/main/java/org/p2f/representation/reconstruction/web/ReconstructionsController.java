package org.p2f.representation.reconstruction.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.SentImages;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.reconstruction.ReconstructionRefused;
import org.p2f.representation.reconstruction.Reconstructions;
import org.p2f.representation.reconstruction.Reconstructions.Order;
import org.p2f.spec.network.Weights;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Reconstructions while the caller waits. Images come as JSON or as files of a form. */
@RestController
@RequestMapping(path = "/v1/reconstructions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "reconstructions", description = "Images as a model makes them of codes, at once")
final class ReconstructionsController {
  private final ReconstructionOrders orders;
  private final Reconstructions reconstructions;

  ReconstructionsController(ReconstructionOrders orders, Reconstructions reconstructions) {
    this.orders = orders;
    this.reconstructions = reconstructions;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ReconstructionsDocumented
  ReconstructionsView create(@RequestBody ReconstructionsRequest request) {
    var invalid = new InvalidFields();
    SentImages images = SentImages.of(request.encodings(), invalid);
    return answer(request.terms(), images, invalid);
  }

  @Hidden
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ReconstructionsView createFromFiles(
      @RequestParam String modelId,
      @RequestParam List<MultipartFile> images,
      @RequestParam(required = false) @Nullable List<Double> t,
      @RequestParam(required = false) @Nullable Integer grid,
      @RequestParam(required = false) @Nullable Weights weights,
      @RequestParam(required = false) @Nullable Long seed,
      @RequestParam(required = false) @Nullable ReconstructionFormat format)
      throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (MultipartFile file : images) {
      files.add(file.getBytes());
    }
    return answer(
        new ReconstructionTerms(modelId, t, grid, weights, seed, format),
        new SentImages.PlainFiles(files),
        new InvalidFields());
  }

  private ReconstructionsView answer(
      ReconstructionTerms terms, @Nullable SentImages images, InvalidFields invalid) {
    Order order = orders.read(terms, images, invalid);
    var format = Objects.requireNonNullElse(terms.format(), ReconstructionFormat.PNG);
    try {
      return ReconstructionsView.of(order, reconstructions.reconstruct(order), format);
    } catch (ReconstructionRefused e) {
      throw ReconstructionRefusals.asRefused(e.refusal());
    }
  }
}
