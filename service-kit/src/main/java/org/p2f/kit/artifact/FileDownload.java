package org.p2f.kit.artifact;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactFile;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Sends a file of an artifact, or the part of it that is asked for. Content never changes, so its
 * digest is the entity tag and caches may keep it. The bytes go from disk to socket without passing
 * through the heap where the container can do that, or the client is sent to an address of the
 * store where that is set.
 */
public final class FileDownload {
  private static final CacheControl FOREVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

  private final Artifacts artifacts;

  FileDownload(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  /** Documents an operation that answers with {@link #send}. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "200",
      description = "The whole file; its ETag is its SHA-256",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "206",
      description = "The part asked for with Range",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "304",
      description = "The file that If-None-Match names",
      content = {})
  public @interface Documented {}

  /**
   * Answers the request with that file.
   *
   * @throws Refused if there is no such file (404), or no such part of it (416)
   */
  public void send(
      Artifact artifact, String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ArtifactFile file =
        artifact.files().stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    Refused.notFound(
                        "unknown-file",
                        "Artifact %s has no file '%s'".formatted(artifact.id(), name)));
    String etag = '"' + file.sha256() + '"';
    response.setHeader(HttpHeaders.CACHE_CONTROL, FOREVER.getHeaderValue());
    if (new ServletWebRequest(request, response).checkNotModified(etag)) {
      return;
    }
    boolean isHead = request.getMethod().equals("HEAD");
    Optional<URI> elsewhere = isHead ? Optional.empty() : artifacts.address(artifact, name);
    if (elsewhere.isPresent()) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
      response.setHeader(HttpHeaders.LOCATION, elsewhere.get().toString());
      response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
      return;
    }
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name).build().toString());
    response.setContentType(file.mediaType());
    ByteRange range = range(request, etag, file.bytes());
    if (range.isPart(file.bytes())) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader(
          HttpHeaders.CONTENT_RANGE,
          "bytes %d-%d/%d".formatted(range.start(), range.end() - 1, file.bytes()));
    }
    response.setContentLengthLong(range.length());
    if (!isHead) {
      copy(artifacts.open(artifact, name), range, request, response);
    }
  }

  private static ByteRange range(HttpServletRequest request, String etag, long bytes) {
    String wanted = request.getHeader(HttpHeaders.RANGE);
    String onlyIf = request.getHeader(HttpHeaders.IF_RANGE);
    if (wanted == null || (onlyIf != null && !onlyIf.equals(etag))) {
      return new ByteRange(0, bytes);
    }
    return ByteRange.parse(wanted, bytes)
        .orElseThrow(
            () ->
                new Refused(
                    new Refusal(
                        "range-not-satisfiable",
                        416,
                        "The file has %d bytes; asked for %s".formatted(bytes, wanted),
                        List.of(),
                        Map.of(HttpHeaders.CONTENT_RANGE, "bytes */" + bytes))));
  }

  private static void copy(
      Path file, ByteRange range, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Boolean.TRUE.equals(request.getAttribute("org.apache.tomcat.sendfile.support"))
        && range.length() > 0) {
      request.setAttribute("org.apache.tomcat.sendfile.filename", file.toRealPath().toString());
      request.setAttribute("org.apache.tomcat.sendfile.start", range.start());
      request.setAttribute("org.apache.tomcat.sendfile.end", range.end());
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var out = Channels.newChannel(response.getOutputStream());
      for (long at = range.start(); at < range.end(); ) {
        at += channel.transferTo(at, range.end() - at, out);
      }
    }
  }
}
