package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.catalog.deletion.UsageQuery;
import org.p2f.catalog.storage.Storage;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What takes room. */
@RestController
@Tag(name = "usage", description = "What takes room")
final class UsageController {
  private final UsageQuery usage;
  private final Storage storage;

  UsageController(UsageQuery usage, Storage storage) {
    this.usage = usage;
    this.storage = storage;
  }

  @GetMapping("/v1/usage")
  @Operation(
      operationId = "getUsage",
      summary = "What takes room, by kind, and what could be deleted freely")
  UsageView get() {
    return UsageView.of(usage.read(), storage);
  }
}
