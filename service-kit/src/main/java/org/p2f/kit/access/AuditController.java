package org.p2f.kit.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.audit.AuditLog;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. */
@RestController
@Tag(name = "audit", description = "Who changed what, for administrators")
final class AuditController {
  private final AuditLog log;

  AuditController(AuditLog log) {
    this.log = log;
  }

  @GetMapping("/v1/audit")
  @Operation(
      operationId = "listAudit",
      summary =
          "Requests that changed something or were not allowed, newest first; needs the scope admin")
  PageView<AuditView> list(
      @Parameter(description = "Only those of that subject, or made in its name")
          @RequestParam(required = false)
          @Nullable String subject,
      PageQuery page) {
    return PageView.of(log.list(subject, page.cursor(), page.limit()), AuditView::of);
  }
}
