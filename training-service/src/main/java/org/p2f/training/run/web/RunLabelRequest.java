package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.store.RunLabels;

/** What is to be written on a run. */
record RunLabelRequest(
    @Schema(description = "In the place of the tags there are; left out, those stay")
        @Size(max = 20)
        @Nullable List<@NotBlank @Size(max = 60) String> tags,
    @Schema(description = "In the place of the notes there are; left out, those stay")
        @Size(max = 10_000)
        @Nullable String notes) {

  /** What is written then. */
  RunLabels.Label over(RunLabels.Label before) {
    return new RunLabels.Label(
        tags == null ? before.tags() : tags.stream().map(String::strip).distinct().toList(),
        Objects.requireNonNullElse(notes, before.notes()));
  }
}
