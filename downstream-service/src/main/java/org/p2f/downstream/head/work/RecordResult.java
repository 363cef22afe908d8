package org.p2f.downstream.head.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.JobExecution;
import org.p2f.downstream.report.TextFile;
import org.p2f.numerics.program.Engine;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hands a job's result over as an artifact: a JSON file, and what is drawn from it. */
@Component
public final class RecordResult {
  private final JsonMapper json;
  private final Engine engine;

  RecordResult(JsonMapper json, Engine engine) {
    this.json = json;
    this.engine = engine;
  }

  /** Writes a file of its own kind. */
  @FunctionalInterface
  public interface Writer {
    void write(Path file) throws IOException;
  }

  /** A file beside the content that is no text. */
  public record BinaryFile(String name, String mediaType, Writer writer) {}

  /**
   * @param trajectories what it was made from, the one it is named after first
   * @param files what is drawn from the content
   * @param binaries further files
   * @param attributes what is to be seen of it without opening the file
   */
  public void record(
      JobExecution job,
      ArtifactKind kind,
      List<Artifact> trajectories,
      String file,
      Object content,
      List<TextFile> files,
      List<BinaryFile> binaries,
      Object attributes)
      throws IOException {
    job.phase("recording");
    var draft = job.draft(kind); // closed by the job
    json.writeValue(draft.file(file, "application/json"), content);
    for (var text : files) {
      Files.writeString(draft.file(text.name(), text.mediaType()), text.content());
    }
    for (var binary : binaries) {
      binary.writer().write(draft.file(binary.name(), binary.mediaType()));
    }
    var provenance = json.createObjectNode();
    provenance.set("plan", job.plan());
    provenance.put("trajectoriesDigest", trajectories.getFirst().digest());
    provenance.put("engine", engine.description());
    trajectories.forEach(source -> draft.parent(source.id()));
    job.result(
        draft
            .name(trajectories.getFirst().name())
            .attributes(json.valueToTree(attributes))
            .provenance(provenance));
  }
}
