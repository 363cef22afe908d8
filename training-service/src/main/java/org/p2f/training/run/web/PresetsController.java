package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.training.run.Preset;
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
  PageView<Preset> list() {
    return new PageView<>(Preset.all(), null);
  }

  @GetMapping("/{name}")
  @Operation(operationId = "getPreset", summary = "One preset")
  Preset get(@PathVariable String name) {
    return Preset.find(name).orElseThrow(() -> Refused.unknown("preset", name));
  }
}
