package org.p2f.training.dataset.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.JobExecution;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.storage.Digests;
import org.p2f.spec.data.ImageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Brings published files here, as uploads; what has not the pinned digest is not kept. */
@Component
class FetchFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private final KnownFiles known;
  private final KnownDataProperties properties;
  private final JsonMapper json;

  FetchFiles(KnownFiles known, KnownDataProperties properties, JsonMapper json) {
    this.known = known;
    this.properties = properties;
    this.json = json;
  }

  /**
   * The source's files, of which an earlier attempt may have fetched some.
   *
   * @return empty if the job is to stop
   * @throws JobFailure if a file cannot be had, or is not what it was
   */
  Optional<List<Artifact>> fetch(JobExecution job, ImageSource source) {
    if (!known.areAllowed()) { // since the job was submitted
      throw failure("fetching-not-allowed", "Fetching is switched off (p2f.known-data.enabled)");
    }
    List<Artifact> before = job.published();
    List<Artifact> fetched = new ArrayList<>();
    List<KnownFile> files = known.of(source);
    long done = 0;
    long all = files.stream().mapToLong(KnownFile::bytes).sum();
    for (KnownFile file : files) {
      Optional<Artifact> there =
          before.stream().filter(upload -> upload.name().equals(file.name())).findFirst();
      if (there.isEmpty()) {
        there = fetch(job, file, done, all);
      }
      if (there.isEmpty()) {
        return Optional.empty();
      }
      fetched.add(there.get());
      done += file.bytes();
    }
    return Optional.of(fetched);
  }

  private Optional<Artifact> fetch(JobExecution job, KnownFile file, long before, long all) {
    try (ArtifactDraft draft = job.draft(ArtifactKind.UPLOAD)) {
      try (InputStream body = open(file);
          OutputStream out =
              Files.newOutputStream(draft.file(Artifact.CONTENT, "application/octet-stream"))) {
        if (!copy(job, file, body, out, before, all)) {
          return Optional.empty();
        }
      }
      ObjectNode provenance =
          json.createObjectNode()
              .put("address", file.address().toString())
              .put("sha256", file.sha256());
      return Optional.of(job.publish(draft.name(file.name()).provenance(provenance)));
    } catch (IOException e) {
      throw new JobFailure(
          "fetch-failed",
          Blame.INFRASTRUCTURE,
          "%s cannot be fetched: %s".formatted(file.name(), e.getMessage()),
          e);
    }
  }

  /** Unlike the newer client, this one gives up on a server that falls silent amid the body. */
  private InputStream open(KnownFile file) throws IOException {
    var connection = (HttpURLConnection) file.address().toURL().openConnection();
    int patience = (int) Math.min(Integer.MAX_VALUE, properties.patience().toMillis());
    connection.setConnectTimeout(patience);
    connection.setReadTimeout(patience);
    connection.setInstanceFollowRedirects(false);
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      connection.disconnect();
      throw new IOException("the server answers with status " + status);
    }
    return connection.getInputStream();
  }

  /** Returns false if the job is to stop. */
  private static boolean copy(
      JobExecution job, KnownFile file, InputStream body, OutputStream out, long before, long all)
      throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      bytes += read;
      if (bytes > file.bytes()) {
        throw differs(file, "has more than its %d bytes".formatted(file.bytes()));
      }
      digest.update(buffer, 0, read);
      out.write(buffer, 0, read);
      if (job.stop() != JobExecution.Stop.NONE) {
        return false;
      }
      job.progress((double) (before + bytes) / all, before + bytes, "bytes");
    }
    if (bytes < file.bytes()) {
      throw differs(file, "ends after %d of its %d bytes".formatted(bytes, file.bytes()));
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(file.sha256())) {
      throw differs(file, "has SHA-256 %s, not %s".formatted(found, file.sha256()));
    }
    return true;
  }

  private static JobFailure differs(KnownFile file, String how) {
    return failure("fetched-file-differs", "%s %s".formatted(file.name(), how));
  }

  private static JobFailure failure(String code, String detail) {
    return new JobFailure(code, Blame.INFRASTRUCTURE, detail);
  }
}
