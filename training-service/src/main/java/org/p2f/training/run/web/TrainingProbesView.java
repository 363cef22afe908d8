package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.training.run.CoursePoint.ProbePoint;

/** What probes read from a run's codes. */
@Schema(description = "Accuracy over time and step: what probes read from a run's codes")
record TrainingProbesView(
    @Schema(description = "By step, time and factor") List<ProbePoint> points) {}
