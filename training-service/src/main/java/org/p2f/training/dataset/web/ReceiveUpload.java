package org.p2f.training.dataset.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.storage.Digests;
import org.p2f.catalog.storage.Storage;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;

/** Lets a body of any length flow to disk; what did not come whole leaves nothing behind. */
@Component
class ReceiveUpload {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Artifacts artifacts;
  private final UploadProperties properties;
  private final Storage storage;

  ReceiveUpload(Artifacts artifacts, UploadProperties properties, Storage storage) {
    this.storage = storage;
    this.artifacts = artifacts;
    this.properties = properties;
  }

  /**
   * @param body fails where it does not come whole
   * @param declared length as declared; negative if it was not
   * @throws org.p2f.catalog.storage.QuotaExceeded if it is more than may be stored
   * @throws Refused if the body is too long, or not what its digest says
   */
  Artifact receive(String name, InputStream body, long declared, ContentDigest promised)
      throws IOException {
    requireSize(declared);
    storage.requireRoom(declared);
    try (ArtifactDraft draft = artifacts.draft(ArtifactKind.UPLOAD)) {
      Path file = draft.file(Artifact.CONTENT, "application/octet-stream");
      promised.verify(write(body, file));
      return artifacts.record(draft.name(name));
    }
  }

  /** Returns the SHA-256 of what was written. */
  private String write(InputStream body, Path file) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    long room = storage.room();
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
        requireSize(bytes);
        if (bytes > room) {
          storage.requireRoom(bytes);
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void requireSize(long bytes) {
    if (bytes > properties.maxSize().toBytes()) {
      throw Refused.tooLarge(
          "upload-too-large",
          "An upload may have at most %d bytes".formatted(properties.maxSize().toBytes()));
    }
  }
}
