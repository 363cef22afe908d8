package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.upload.OffsetMismatch;
import org.p2f.catalog.upload.Part;
import org.p2f.catalog.upload.PartTooLong;
import org.p2f.catalog.upload.ResumableUpload;
import org.p2f.catalog.upload.ResumableUploads;
import org.p2f.catalog.upload.TooManyParts;
import org.p2f.catalog.upload.WrongDigest;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Files that are sent in parts, by the tus protocol 1.0 with its extensions creation, checksum,
 * expiration and termination. Source: tus.io, "tus resumable upload protocol".
 */
@RestController
@RequestMapping("/v1/resumable-uploads")
@Tag(
    name = "resumable-uploads",
    description = "Files that are sent in parts (tus 1.0), and gone on with after an interruption")
final class ResumableUploadsController {
  private static final String OFFSET = "Upload-Offset";
  private static final String LENGTH = "Upload-Length";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final ResumableUploads uploads;
  private final UploadProperties properties;

  ResumableUploadsController(ResumableUploads uploads, UploadProperties properties) {
    this.uploads = uploads;
    this.properties = properties;
  }

  /** Every answer says which protocol this is; a request need not, unless it is of another one. */
  @ModelAttribute
  void speakTus(
      @RequestHeader(name = TusVersion.HEADER, required = false) @Nullable String version,
      HttpServletRequest request,
      HttpServletResponse response) {
    response.setHeader(TusVersion.HEADER, TusVersion.ONE);
    if (!request.getMethod().equals("OPTIONS")) {
      TusVersion.require(version);
    }
  }

  @Hidden // generators make nothing of it
  @RequestMapping(method = RequestMethod.OPTIONS)
  ResponseEntity<Void> options() {
    return ResponseEntity.noContent()
        .header("Tus-Version", TusVersion.ONE)
        .header("Tus-Extension", "creation,checksum,expiration,termination")
        .header("Tus-Checksum-Algorithm", UploadChecksum.ALGORITHMS)
        .header("Tus-Max-Size", Long.toString(properties.maxSize().toBytes()))
        .build();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createResumableUpload",
      summary = "Begins a file that is sent in parts",
      description =
          "The answer's Location takes the parts. Its last part makes an upload of the file.")
  ResponseEntity<ResumableUploadView> create(
      @Parameter(description = "Bytes of the whole file") @RequestHeader(LENGTH) @Min(0)
          long length,
      @Parameter(
              description =
                  "'filename ' and the file's name in base64; formats tell training from test files"
                      + " by it. After a comma 'sha256 ' and the digest of the whole file,"
                      + " hexadecimal and then in base64: a file that has another one is dropped. Other"
                      + " keys are kept for the client")
          @RequestHeader(UploadMetadata.HEADER)
          @Size(max = UploadMetadata.LONGEST)
          String metadata) {
    if (length > properties.maxSize().toBytes()) {
      throw Refused.tooLarge(
          "upload-too-large",
          "An upload may have at most %d bytes".formatted(properties.maxSize().toBytes()));
    }
    UploadMetadata said = UploadMetadata.parse(metadata);
    ResumableUpload begun = uploads.begin(said.fileName(), length, metadata, said.sha256());
    return said(ResponseEntity.created(URI.create("/v1/resumable-uploads/" + begun.id())), begun)
        .body(ResumableUploadView.of(begun));
  }

  @GetMapping
  @Operation(
      operationId = "listResumableUploads",
      summary = "Files that are sent in parts, newest first, finished ones until they expire")
  PageView<ResumableUploadView> list(PageQuery page) {
    return PageView.of(uploads.list(page.cursor(), page.limit()), ResumableUploadView::of);
  }

  /** Also answers HEAD, which is how the protocol asks where to go on. */
  @GetMapping("/{id}")
  @Operation(operationId = "getResumableUpload", summary = "How much of a file has come")
  ResponseEntity<ResumableUploadView> get(@PathVariable String id) {
    ResumableUpload upload = find(id);
    return said(ResponseEntity.ok(), upload).body(ResumableUploadView.of(upload));
  }

  @PatchMapping(
      path = "/{id}",
      consumes = {
        "application/offset+octet-stream",
        MediaType.APPLICATION_OCTET_STREAM_VALUE // which generated clients can send
      })
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "appendToResumableUpload",
      summary = "Takes the next part of a file",
      description =
          "What has come of a part that breaks off is kept, unless it has a checksum. The answer to"
              + " the last part names the upload in Content-Location. The media type of the tus"
              + " protocol, application/offset+octet-stream, is taken too.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                      schema = @Schema(type = "string", format = "binary"))))
  ResponseEntity<Void> append(
      @PathVariable String id,
      @Parameter(description = "The part's first byte in the file: as many as have come")
          @RequestHeader(OFFSET)
          @Min(0)
          long offset,
      @Parameter(description = "Algorithm (sha1, sha256), a space, and the part's digest in base64")
          @RequestHeader(name = UploadChecksum.HEADER, required = false)
          @Nullable String checksum,
      HttpServletRequest request)
      throws IOException {
    Part part =
        checksum == null
            ? new Part(offset, request.getInputStream(), null)
            : UploadChecksum.checked(offset, request.getInputStream(), checksum);
    try {
      return said(ResponseEntity.status(HttpStatus.NO_CONTENT), uploads.append(find(id), part))
          .build();
    } catch (OffsetMismatch e) {
      throw Refused.conflict("offset-mismatch", String.valueOf(e.getMessage()));
    } catch (PartTooLong | TooManyParts e) {
      throw Refused.tooLarge("upload-too-large", String.valueOf(e.getMessage()));
    } catch (WrongDigest e) {
      throw Refused.unprocessable("digest-mismatch", String.valueOf(e.getMessage()));
    }
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteResumableUpload",
      summary = "Gives up what has come of a file; an upload made of it stays")
  void delete(@PathVariable String id) {
    if (!uploads.remove(id)) {
      throw unknown(id);
    }
  }

  private ResumableUpload find(String id) {
    return uploads.find(id).orElseThrow(() -> unknown(id));
  }

  private static Refused unknown(String id) {
    return Refused.unknown("resumable upload", id);
  }

  private static ResponseEntity.BodyBuilder said(
      ResponseEntity.BodyBuilder answer, ResumableUpload upload) {
    answer
        .cacheControl(CacheControl.noStore())
        .header(OFFSET, Long.toString(upload.received()))
        .header(LENGTH, Long.toString(upload.bytes()))
        .header(UploadMetadata.HEADER, upload.metadata())
        .header("Upload-Expires", DATE.format(upload.expiresAt()));
    return upload.artifactId() == null
        ? answer
        : answer.header(HttpHeaders.CONTENT_LOCATION, "/v1/uploads/" + upload.artifactId());
  }
}
