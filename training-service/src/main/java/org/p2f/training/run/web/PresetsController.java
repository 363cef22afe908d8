package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.catalog.Page;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.training.run.Presets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Named sets of defaults. */
@RestController
@RequestMapping("/v1/presets")
@Tag(name = "presets", description = "Named sets of defaults for training")
final class PresetsController {

  @GetMapping
  @Operation(operationId = "listPresets", summary = "All presets, smallest first")
  PageView<PresetView> list() {
    return PageView.of(new Page<>(Presets.all(), null), PresetView::of);
  }

  @GetMapping("/{name}")
  @Operation(operationId = "getPreset", summary = "One preset")
  PresetView get(@PathVariable String name) {
    return Presets.find(name)
        .map(PresetView::of)
        .orElseThrow(() -> Refused.unknown("preset", name));
  }
}
