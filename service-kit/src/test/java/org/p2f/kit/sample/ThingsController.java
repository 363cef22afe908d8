package org.p2f.kit.sample;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.job.IdempotencyConflict;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.JobView;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** A resource as services have them, and ways to fail. */
@RestController
@RequestMapping("/v1/things")
final class ThingsController {
  private final SubmitJob submitJob;

  ThingsController(SubmitJob submitJob) {
    this.submitJob = submitJob;
  }

  /** Two words, so that the kebab shows. */
  enum Colour {
    LIGHT_BLUE,
    RED
  }

  record Spot(String content, @Nullable Double size) {
    Spot {
      if (content.equals("unlucky")) {
        throw new IllegalArgumentException("is unlucky");
      }
      if (content.equals("refused")) {
        throw Refused.unprocessable("refused-spot", "No such spot");
      }
    }
  }

  record ThingRequest(
      @Size(min = 1, max = 20) String name,
      @Min(1) @Max(9) int count,
      @Nullable Colour colour,
      @Nullable List<Double> t,
      @Nullable @Valid List<Spot> spots,
      @Nullable Instant at,
      @Nullable Boolean bright) {}

  record ThingView(
      String name,
      int count,
      @Nullable Colour colour,
      @Nullable List<Double> t,
      @Nullable Instant at) {}

  @PostMapping
  @Operation(operationId = "createThing", summary = "Makes a thing")
  ThingView create(@Valid @RequestBody ThingRequest request) {
    return new ThingView(
        request.name(), request.count(), request.colour(), request.t(), request.at());
  }

  @PostMapping("/jobs")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "submitThing", summary = "Starts a job")
  ResponseEntity<JobView> submit(
      @Valid @RequestBody ThingRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    return submitJob.accept("thing-making", request, List.of(), idempotencyKey);
  }

  @GetMapping
  @Operation(operationId = "listThings", summary = "Things, newest first")
  PageView<ThingView> list(
      @RequestParam @Nullable Colour colour,
      @RequestParam @Nullable Double weight,
      @RequestParam(defaultValue = "1") @Min(1) @Max(3) int level,
      PageQuery page) {
    var thing =
        new ThingView("limit " + page.limit() + " weight " + weight, level, colour, null, null);
    return PageView.of(new Page<>(List.of(thing), page.cursor()), t -> t);
  }

  @GetMapping(path = "/picture", produces = MediaType.IMAGE_PNG_VALUE)
  @Operation(operationId = "drawThing", summary = "Draws a thing")
  byte[] picture(@RequestParam(defaultValue = "light-blue") Colour colour) {
    return colour.name().getBytes(StandardCharsets.UTF_8);
  }

  @GetMapping("/required")
  @Operation(operationId = "needThing", summary = "Needs a parameter")
  ThingView required(@RequestParam String name) {
    return new ThingView(name, 1, null, null, null);
  }

  @PostMapping(path = "/forms", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(operationId = "sendThing", summary = "Takes a form")
  ThingView form(@RequestParam String name, @RequestParam MultipartFile file) {
    return new ThingView(name, Math.toIntExact(file.getSize()), null, null, null);
  }

  @GetMapping("/failures/{kind}")
  @Operation(operationId = "failThing", summary = "Fails")
  ThingView fail(@PathVariable String kind) {
    throw switch (kind) {
      case "refused" -> Refused.notFound("unknown-thing", "No thing 'x'");
      case "busy" -> Refused.unavailable("busy", "Too much to do", Duration.ofSeconds(7));
      case "disk" ->
          new UncheckedIOException(
              new FileSystemException("/store/x", null, "No space left on device"));
      case "quota" -> new UncheckedIOException(new IOException("Disk quota exceeded"));
      case "database-disk" ->
          new DataAccessResourceFailureException("x", new SQLException("full", "53100"));
      case "database-ended" ->
          new IllegalStateException(new SQLException("terminating connection", "57P01"));
      case "pool" -> new IllegalStateException(new SQLTransientConnectionException("timed out"));
      case "in-flight" -> new IdempotencyConflict("k", IdempotencyConflict.Kind.IN_FLIGHT);
      default -> new IllegalStateException("secret of the house");
    };
  }

  @GetMapping("/broken-stream")
  @Operation(operationId = "breakThing", summary = "Breaks off amid its answer")
  void breakOff(OutputStream out) throws IOException {
    out.write("half".getBytes(StandardCharsets.UTF_8));
    out.flush();
    throw new IllegalStateException("broke off");
  }
}
