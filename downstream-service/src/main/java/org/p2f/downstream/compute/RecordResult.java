package org.p2f.downstream.compute;

import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.numerics.program.Engine;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hands a job's result over as an artifact of one JSON file. */
@Component
final class RecordResult {
  private final JsonMapper json;
  private final Engine engine;

  RecordResult(JsonMapper json, Engine engine) {
    this.json = json;
    this.engine = engine;
  }

  /**
   * @param attributes what is to be seen of it without opening the file
   */
  void record(
      JobExecution job,
      ArtifactKind kind,
      Artifact trajectories,
      String file,
      Object content,
      Object attributes) {
    job.phase("recording");
    var draft = job.draft(kind); // closed by the job
    json.writeValue(draft.file(file, "application/json"), content);
    var provenance = json.createObjectNode();
    provenance.set("plan", job.plan());
    provenance.put("trajectoriesDigest", trajectories.digest());
    provenance.put("engine", engine.description());
    job.result(
        draft
            .name(trajectories.name())
            .parent(trajectories.id())
            .attributes(json.valueToTree(attributes))
            .provenance(provenance));
  }
}
