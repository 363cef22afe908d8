package org.p2f.kit.sample;

import java.nio.file.Files;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes a small artifact, or fails where the plan's name says so. */
final class ThingMaking implements JobHandler {

  @Override
  public String kind() {
    return "thing-making";
  }

  @Override
  public void run(JobExecution job) throws Exception {
    job.phase("making");
    if (job.plan().path("name").asString().equals("broken")) {
      throw new JobFailure("broken-thing", Blame.USER, "Thing 'broken' cannot be made");
    }
    ArtifactDraft draft =
        job.draft(ArtifactKind.DATASET)
            .name("a thing")
            .attributes(JsonNodeFactory.instance.objectNode().put("count", 3))
            .provenance(JsonNodeFactory.instance.objectNode());
    Files.writeString(draft.file("thing.txt", "text/plain"), "thing after thing");
    job.result(draft);
  }
}
