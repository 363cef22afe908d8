package org.p2f.training.dataset.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.numerics.data.DatasetImport;
import org.p2f.numerics.data.DatasetSummary;
import org.p2f.numerics.data.InvalidData;
import org.p2f.training.JobKinds;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetPlan;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes a data set from uploads, or draws it. */
@Component
final class DatasetImportHandler implements JobHandler {
  private final DatasetSources sources;
  private final FetchFiles fetchFiles;
  private final JsonMapper json;

  DatasetImportHandler(DatasetSources sources, FetchFiles fetchFiles, JsonMapper json) {
    this.sources = sources;
    this.fetchFiles = fetchFiles;
    this.json = json;
  }

  @Override
  public String kind() {
    return JobKinds.DATASET_IMPORT;
  }

  @Override
  public boolean brief() {
    return true;
  }

  @Override
  public void run(JobExecution job) throws IOException {
    var plan = json.treeToValue(job.plan(), DatasetPlan.class);
    Optional<List<Artifact>> files = files(job, plan);
    if (files.isEmpty()) {
      return;
    }
    List<Artifact> uploads = files.get();
    ArtifactDraft draft = job.draft(ArtifactKind.DATASET); // closed by the job
    Path target = draft.file(DatasetDescription.FILE, "application/octet-stream");
    try {
      DatasetSummary summary = read(job, plan, uploads, target);
      job.phase("recording");
      uploads.forEach(upload -> draft.parent(upload.id()));
      job.result(
          draft
              .name(plan.name())
              .attributes(json.valueToTree(DatasetSummaries.describe(plan.source(), summary)))
              .provenance(provenance(plan, uploads)));
    } catch (StoppedByJob _) {
      // the import has removed what it wrote; the catalog knows why it had to end
    }
  }

  /** Empty if the job is to stop. */
  private Optional<List<Artifact>> files(JobExecution job, DatasetPlan plan) {
    if (!plan.fetch()) {
      return Optional.of(sources.uploads(plan));
    }
    job.phase("fetching");
    return fetchFiles.fetch(job, plan.source());
  }

  private DatasetSummary read(
      JobExecution job, DatasetPlan plan, List<Artifact> uploads, Path target) throws IOException {
    job.phase("reading");
    try {
      return DatasetImport.run(
          sources.source(plan, uploads),
          DatasetSources.options(plan),
          target,
          (fraction, images) -> {
            StoppedByJob.check(job);
            job.progress(fraction, images, "images");
          });
    } catch (InvalidData invalid) {
      throw new JobFailure(
          "invalid-data", Blame.USER, String.valueOf(invalid.getMessage()), invalid);
    }
  }

  private ObjectNode provenance(DatasetPlan plan, List<Artifact> uploads) {
    ObjectNode provenance = json.createObjectNode();
    provenance.set("plan", json.valueToTree(plan));
    var files = provenance.putArray("files");
    for (Artifact upload : uploads) {
      files.addObject().put("name", upload.name()).put("digest", upload.digest());
    }
    return provenance;
  }
}
