package org.p2f.kit.job;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The event log of a job as a stream of server-sent events. */
@RestController
@Tag(name = "jobs")
final class JobEventsController {
  private final Jobs jobs;
  private final JobEventStreams streams;

  JobEventsController(Jobs jobs, JobEventStreams streams) {
    this.jobs = jobs;
    this.streams = streams;
  }

  @GetMapping(path = "/v1/jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      operationId = "streamJobEvents",
      summary = "A job's events as they happen, from its first or from the last one seen",
      description =
          "Ends after the event of the final state. Asked again after that event, answers 204, which"
              + " keeps browsers from connecting again.")
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events: id is the sequence number, event the type, data JSON",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "204",
      description = "All has been seen",
      content = {})
  void stream(
      @PathVariable String id,
      @Parameter(
              description = "Sequence number of the last event seen",
              schema = @Schema(type = "integer", format = "int64"))
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Job job = jobs.find(id).orElseThrow(() -> JobsController.unknown(id));
    long after = sequence(lastEventId);
    if (lastEventId != null && isOver(job, after)) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // proxies pass each event on at once
    if (!request.getMethod().equals("HEAD")) {
      streams.stream(id, after, response.getOutputStream());
    }
  }

  private boolean isOver(Job job, long after) {
    return job.state().isFinal() && jobs.events(job.id(), after, 1).isEmpty();
  }

  private static long sequence(@Nullable String lastEventId) {
    if (lastEventId == null) {
      return 0;
    }
    try {
      long sequence = Long.parseLong(lastEventId);
      if (sequence >= 0) {
        return sequence;
      }
    } catch (NumberFormatException _) {
      // refused below, as a negative one
    }
    throw Refused.field("Last-Event-ID", "must be the id of an event of this job");
  }
}
