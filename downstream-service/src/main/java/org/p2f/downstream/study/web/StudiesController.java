package org.p2f.downstream.study.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.driver.RunStudies;
import org.p2f.downstream.study.store.Studies;
import org.p2f.kit.job.IdempotencyKey;
import org.p2f.kit.job.SubmitJob;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Studies. */
@RestController
@RequestMapping("/v1/studies")
@Tag(name = "studies", description = "Whole lines of jobs, and what they say of the claims")
final class StudiesController {
  private final DatasetCatalog datasets;
  private final Studies studies;
  private final RunStudies run;

  StudiesController(DatasetCatalog datasets, Studies studies, RunStudies run) {
    this.datasets = datasets;
    this.studies = studies;
    this.run = run;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "createStudy", summary = "Starts a study of a data set")
  ResponseEntity<StudyView> create(
      @Valid @RequestBody StudyRequest request,
      @Parameter(description = IdempotencyKey.DESCRIPTION)
          @RequestHeader(name = IdempotencyKey.HEADER, required = false)
          @Nullable String idempotencyKey) {
    run.obstacle()
        .ifPresent(
            why -> {
              throw Refused.conflict("studies-not-configured", why);
            });
    var missing = run.missingScopes();
    if (!missing.isEmpty()) {
      throw new Refused(
          new Refusal(
              "studies-not-allowed",
              HttpStatus.FORBIDDEN.value(),
              "The token that p2f.studies.token-file names lacks the scope "
                  + String.join(", ", missing)));
    }
    var plan = request.planOn(datasets.require(request.datasetId()));
    return accepted(studies.create(plan, IdempotencyKey.checked(idempotencyKey)));
  }

  @GetMapping
  @Operation(operationId = "listStudies", summary = "Studies, newest first")
  PageView<StudyView> list(PageQuery page) {
    return PageView.of(studies.list(page.cursor(), page.limit()), StudyView::of);
  }

  @GetMapping("/presets")
  @Operation(operationId = "listStudyPresets", summary = "All presets, quickest first")
  PageView<StudyPresetView> presets() {
    return PageView.of(new Page<>(StudyPreset.ALL, null), StudyPresetView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getStudy", summary = "One study and how its steps stand")
  StudyView get(@PathVariable String id) {
    return StudyView.of(require(id));
  }

  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "cancelStudy", summary = "Stops a study and its jobs")
  ResponseEntity<StudyView> cancel(@PathVariable String id) {
    var study = require(id);
    if (study.state().isFinal()) {
      throw Refused.conflict("already-finished", "Study '%s' is %s".formatted(id, study.state()));
    }
    return accepted(run.cancel(id).orElseThrow(() -> unknown(id)));
  }

  @PostMapping("/{id}/rerun")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(operationId = "rerunStudy", summary = "Does a study again from one of its steps on")
  ResponseEntity<StudyView> rerun(
      @PathVariable String id, @Valid @RequestBody RerunRequest request) {
    var study = require(id);
    if (study.step(request.from()).isEmpty()) {
      throw Refused.field("from", "no step '%s'".formatted(request.from()));
    }
    if (!study.state().isFinal()) {
      throw Refused.conflict(
          "study-running", "Study '%s' is still running; cancel it first".formatted(id));
    }
    return accepted(run.again(id, request.from()).orElseThrow(() -> unknown(id)));
  }

  private Study require(String id) {
    return studies.find(id).orElseThrow(() -> unknown(id));
  }

  private static Refused unknown(String id) {
    return Refused.unknown("study", id);
  }

  private static ResponseEntity<StudyView> accepted(Study study) {
    return SubmitJob.accepted("/v1/studies/" + study.id(), StudyView.of(study));
  }
}
