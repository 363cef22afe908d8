package org.p2f.representation.encoding.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.EncodingsRequest.CodeEncoding;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.spec.network.Weights;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Encodings while the caller waits. Images come as JSON, as files of a form or as a NumPy array;
 * codes leave as JSON, as a NumPy array or as bare bytes, as {@code Accept} says.
 */
@RestController
@RequestMapping(
    path = "/v1/encodings",
    produces = {
      MediaType.APPLICATION_JSON_VALUE,
      Npy.MEDIA_TYPE,
      MediaType.APPLICATION_OCTET_STREAM_VALUE
    })
@Tag(name = "encodings", description = "Codes of images at times, at once")
final class EncodingsController {
  private final EncodingOrders orders;
  private final EncodeOrder encode;
  private final ArrayBody bodies;

  EncodingsController(EncodingOrders orders, EncodeOrder encode, ArrayBody bodies) {
    this.orders = orders;
    this.encode = encode;
    this.bodies = bodies;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @EncodingsDocumented
  ResponseEntity<?> create(
      @RequestBody EncodingsRequest request,
      @Schema(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false)
          @Nullable String accept) {
    var invalid = new InvalidFields();
    SentImages images = SentImages.of(request, invalid);
    return answer(
        orders.read(EncodingTerms.of(request), images, invalid), request.encoding(), accept);
  }

  @Hidden
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<?> createFromFiles(
      @RequestParam String modelId,
      @RequestParam List<MultipartFile> images,
      @RequestParam(required = false) @Nullable List<Double> t,
      @RequestParam(required = false) @Nullable Integer grid,
      @RequestParam(required = false) @Nullable Integer interpolationGrid,
      @RequestParam(required = false) @Nullable Weights weights,
      @RequestParam(required = false) @Nullable CodeEncoding encoding,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept)
      throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (MultipartFile file : images) {
      files.add(file.getBytes());
    }
    return answer(
        orders.read(
            new EncodingTerms(modelId, t, grid, interpolationGrid, weights),
            new SentImages.PlainFiles(files),
            new InvalidFields()),
        encoding,
        accept);
  }

  @Hidden
  @PostMapping(consumes = Npy.MEDIA_TYPE)
  ResponseEntity<?> createFromArray(
      @RequestParam String modelId,
      @RequestParam(required = false) @Nullable List<Double> t,
      @RequestParam(required = false) @Nullable Integer grid,
      @RequestParam(required = false) @Nullable Integer interpolationGrid,
      @RequestParam(required = false) @Nullable Weights weights,
      @RequestParam(required = false) @Nullable CodeEncoding encoding,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      HttpServletRequest body)
      throws IOException {
    var invalid = new InvalidFields();
    SentImages images = null;
    try {
      images = new SentImages.Pixels("body", Npy.read(bodies.read(body)));
    } catch (InvalidPicture e) {
      invalid.add("body", String.valueOf(e.getMessage()));
    }
    return answer(
        orders.read(
            new EncodingTerms(modelId, t, grid, interpolationGrid, weights), images, invalid),
        encoding,
        accept);
  }

  private ResponseEntity<?> answer(
      EncodingOrder order, @Nullable CodeEncoding encoding, @Nullable String accept) {
    var written = Objects.requireNonNullElse(encoding, CodeEncoding.JSON);
    return EncodedBody.of(order, encode.encode(order), written, accept);
  }
}
