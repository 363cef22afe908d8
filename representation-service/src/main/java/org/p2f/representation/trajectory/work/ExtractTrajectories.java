package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobHandler;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.catalog.storage.Links;
import org.p2f.cluster.IndexedJobs;
import org.p2f.cluster.index.IndexedWork;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The job that represents a whole data set, by codes or by activations. */
@Component
class ExtractTrajectories implements JobHandler {
  /** The file of the artifact. */
  static final String FILE = "trajectories.safetensors";

  private static final String MEDIA_TYPE = "application/octet-stream";

  private final Extractions extractions;
  private final Optional<IndexedJobs> cluster;
  private final IndexesProperties indexes;
  private final WorkspaceFiles files;
  private final JsonMapper json;

  ExtractTrajectories(
      Extractions extractions,
      ObjectProvider<IndexedJobs> cluster,
      IndexesProperties indexes,
      WorkspaceFiles files,
      JsonMapper json) {
    this.extractions = extractions;
    this.cluster = Optional.ofNullable(cluster.getIfAvailable());
    this.indexes = indexes;
    this.files = files;
    this.json = json;
  }

  @Override
  public String kind() {
    return ExtractionPlan.JOB;
  }

  @Override
  public void run(JobExecution job) throws IOException, InterruptedException {
    var plan = json.treeToValue(job.plan(), ExtractionPlan.class);
    Path target = job.workspace().resolve(FILE);
    job.phase("loading");
    try (Extraction extraction = extractions.open(plan, job)) {
      if (!Files.exists(target) && !encode(job, extraction, target)) {
        return; // asked to stop; what is encoded stays in the workspace
      }
      job.phase("recording");
      record(job, extraction, target);
    } catch (NotFinite | EncodingRefused e) {
      throw failure(e);
    }
  }

  /** Indexes that run for the job end with it, however it ends. */
  @Override
  public Optional<String> salvage(JobExecution job) throws IOException {
    if (cluster.isPresent()) {
      cluster.get().delete(job.jobId());
    }
    return Optional.empty();
  }

  /** Why a network cannot be used, or what it computes. */
  static JobFailure failure(RuntimeException thrown) {
    return switch (thrown) {
      case NotFinite e ->
          JobFailure.notFinite(e, "another model, float32 or its raw weights may help");
      case EncodingRefused e ->
          new JobFailure("unfit-model", Blame.INFRASTRUCTURE, e.refusal().toString(), e);
      default -> throw thrown;
    };
  }

  private boolean encode(JobExecution job, Extraction extraction, Path target)
      throws IOException, InterruptedException {
    long images = extraction.header().train() + (long) extraction.header().test();
    return (cluster.isPresent() && images >= indexes.minImages())
        ? new ExtractionOnCluster(
                job,
                extraction,
                new IndexedWork(job, cluster.get(), files, json),
                indexes.imagesPerIndex())
            .run(target)
        : new ExtractionHere(job, extraction).run(target, extractions.threads());
  }

  private void record(JobExecution job, Extraction extraction, Path target) throws IOException {
    ExtractionTerms terms = extraction.terms();
    ArtifactDraft draft = job.draft(ArtifactKind.TRAJECTORIES);
    // The workspace keeps the file: the draft goes with the attempt if it dies before the commit.
    Links.linkOrCopy(target, draft.file(FILE, MEDIA_TYPE));
    draft
        .name(extraction.title())
        .attributes(
            json.valueToTree(terms.card(extraction.header(), extraction.images().validation())))
        .provenance(provenance(job, terms))
        .parent(terms.plan().modelId())
        .parent(terms.plan().datasetId());
    job.result(draft);
  }

  private ObjectNode provenance(JobExecution job, ExtractionTerms terms) {
    ObjectNode provenance = json.createObjectNode();
    provenance.set("plan", job.plan());
    return provenance
        .put("engine", extractions.engine())
        .put("precision", terms.precision().name().toLowerCase(Locale.ROOT));
  }
}
