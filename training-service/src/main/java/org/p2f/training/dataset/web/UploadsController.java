package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files that data sets and models are made from. */
@RestController
@RequestMapping("/v1/uploads")
@Tag(name = "uploads", description = "Files that data sets and models are made from")
final class UploadsController {
  private final Artifacts artifacts;
  private final ReceiveUpload receiveUpload;

  UploadsController(Artifacts artifacts, ReceiveUpload receiveUpload) {
    this.artifacts = artifacts;
    this.receiveUpload = receiveUpload;
  }

  @PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createUpload",
      summary = "Stores the body, or the file of a form",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                    schema = @Schema(type = "string", format = "binary")),
                @Content(
                    mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                    // without properties: generators take models of forms for unused
                    schema =
                        @Schema(
                            type = "object",
                            description = "The field file; a name here comes over the file's own"))
              }))
  ResponseEntity<UploadView> create(
      @Parameter(description = "The file's name; formats tell training from test files by it")
          @RequestParam
          String name,
      @Parameter(description = "RFC 9530, sha-256; checked if sent")
          @RequestHeader(name = ContentDigest.HEADER, required = false)
          @Nullable String contentDigest,
      HttpServletRequest request)
      throws IOException {
    return created(
        receiveUpload.receive(
            UploadName.checked("name", name),
            request.getInputStream(),
            request.getContentLengthLong(),
            ContentDigest.parse(contentDigest)));
  }

  @Hidden
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<UploadView> createFromForm(
      @RequestParam MultipartFile file,
      @RequestParam(required = false) @Nullable String name,
      @RequestHeader(name = ContentDigest.HEADER, required = false) @Nullable String contentDigest)
      throws IOException {
    if (contentDigest != null) {
      throw Refused.field(ContentDigest.HEADER, "is of a form's bytes, not of the file in it");
    }
    try (InputStream content = file.getInputStream()) {
      return created(
          receiveUpload.receive(
              UploadName.checked("name", name != null ? name : own(file)),
              content,
              file.getSize(),
              ContentDigest.parse(null)));
    }
  }

  /** Browsers of old send a path; the name is what follows its last separator. */
  private static String own(MultipartFile file) {
    String sent = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    return sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
  }

  private static ResponseEntity<UploadView> created(Artifact upload) {
    return ResponseEntity.created(URI.create("/v1/uploads/" + upload.id()))
        .body(UploadView.of(upload));
  }

  @GetMapping
  @Operation(operationId = "listUploads", summary = "Uploads, newest first")
  PageView<UploadView> list(PageQuery page) {
    return PageView.of(
        artifacts.list(ArtifactKind.UPLOAD, page.cursor(), page.limit()), UploadView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getUpload", summary = "One upload")
  UploadView get(@PathVariable String id) {
    return artifacts
        .find(id, ArtifactKind.UPLOAD)
        .map(UploadView::of)
        .orElseThrow(() -> Refused.unknown("upload", id));
  }
}
