package org.p2f.kit.job;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The jobs of this service. */
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "jobs", description = "Work in the background")
final class JobsController {
  private final Jobs jobs;

  JobsController(Jobs jobs) {
    this.jobs = jobs;
  }

  @GetMapping
  @Operation(operationId = "listJobs", summary = "Jobs, newest first")
  PageView<JobView> list(
      @Parameter(description = "Only of this kind") @RequestParam @Nullable String kind,
      @Parameter(description = "Only in this state") @RequestParam @Nullable JobState state,
      PageQuery page) {
    return PageView.of(jobs.list(kind, state, page.cursor(), page.limit()), JobView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getJob", summary = "One job")
  JobView get(@PathVariable String id) {
    return jobs.find(id).map(JobView::of).orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelJob", summary = "Asks a job to stop")
  JobView cancel(@PathVariable String id) {
    return jobs.cancel(id).map(JobView::of).orElseThrow(() -> unknown(id));
  }

  static Refused unknown(String id) {
    return Refused.unknown("job", id);
  }
}
