package org.p2f.downstream.study.web;

import io.swagger.v3.oas.annotations.media.Schema;

/** Asks for a study to be done again from a step on. */
@Schema(description = "That step, all that need it and all that have not succeeded are done again")
record RerunRequest(@Schema(description = "Name of a step") String from) {}
