package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.training.run.CoursePoint.HeldOutPoint;

/** What validation images cost a run. */
@Schema(
    description =
        "What validation images cost over time and step: the loss without the penalty on the code,"
            + " and the code's rate (nats of a distribution, sum of absolute values of a value)")
record HeldOutLossesView(@Schema(description = "By step and time") List<HeldOutPoint> points) {}
