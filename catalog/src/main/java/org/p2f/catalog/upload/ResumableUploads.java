package org.p2f.catalog.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.artifact.SealedDraft;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.SealedFile;
import org.p2f.catalog.storage.Staging;
import org.p2f.catalog.storage.Storage;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files that are sent in parts, as far as the current caller is a member of their projects. A part
 * is kept once it is recorded, whatever happens to the process; the last one makes an artifact of
 * the kind {@link ArtifactKind#UPLOAD} of the whole. Of two parts for the same place one is taken.
 */
public class ResumableUploads {
  /** In which a file may be sent. */
  static final int MOST_PARTS = 10_000;

  private static final String PART = "part";

  private final UploadRows rows;
  private final Artifacts artifacts;
  private final ArtifactRecords records;
  private final ObjectStore store;
  private final Storage storage;
  private final TransactionTemplate transaction;
  private final Clock clock;

  ResumableUploads(
      UploadRows rows,
      Artifacts artifacts,
      ArtifactRecords records,
      ObjectStore store,
      Storage storage,
      TransactionTemplate transaction,
      Clock clock) {
    this.rows = rows;
    this.artifacts = artifacts;
    this.records = records;
    this.store = store;
    this.storage = storage;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Begins a file of which nothing has come.
   *
   * @param bytes of the whole file; an empty one is complete at once
   * @param metadata what the client says of it, to be told to the client
   * @param sha256 lower-case hexadecimal, what the whole file has to have; null for any
   * @throws org.p2f.catalog.storage.QuotaExceeded if it is more than may be stored
   */
  public ResumableUpload begin(String name, long bytes, String metadata, @Nullable String sha256) {
    Caller caller = Callers.current();
    caller.requireMember(caller.project());
    storage.requireRoom(bytes);
    ResumableUpload begun = found(rows.insert(name, bytes, metadata, sha256, now()));
    return bytes == 0 ? complete(begun, null) : begun;
  }

  public Optional<ResumableUpload> find(String id) {
    return rows.find(id);
  }

  /**
   * Newest first.
   *
   * @throws org.p2f.catalog.InvalidCursor if the cursor was not made by this catalog
   */
  public Page<ResumableUpload> list(@Nullable String cursor, int limit) {
    return rows.list(cursor, limit);
  }

  /**
   * Takes a part. Of a body that breaks off, what has come is kept before this fails, unless the
   * part is to be checked.
   *
   * @throws OffsetMismatch if it does not begin where what has come ends, or another came first
   * @throws PartTooLong if it goes on behind the file's end
   * @throws TooManyParts if the file has as many parts as it may have
   * @throws WrongDigest if the whole file is not what it was to be; nothing of it is kept
   * @throws org.p2f.catalog.storage.QuotaExceeded if no more may be stored
   */
  public ResumableUpload append(ResumableUpload upload, Part part) throws IOException {
    requireNext(upload, part.offset());
    long wanted = upload.bytes() - part.offset();
    storage.requireRoom(0);
    try (Staging staging = store.stage()) {
      Path file = staging.path(PART);
      try {
        PartFiles.write(part.body(), wanted, file);
      } catch (PartFiles.BrokenOff e) {
        if (part.check() == null && Files.size(file) > 0) {
          keep(upload, part.offset(), staging);
        }
        throw e;
      }
      if (part.check() != null) {
        part.check().run();
      }
      long came = Files.size(file);
      if (came == 0) {
        return upload;
      }
      return came == wanted ? complete(upload, file) : keep(upload, part.offset(), staging);
    }
  }

  /**
   * Gives up what has come of a file; what it has become stays.
   *
   * @return whether there was such an upload
   */
  public boolean remove(String id) {
    return transaction.execute(
        status -> {
          boolean there = rows.hold(id).isPresent();
          if (there) {
            rows.remove(List.of(id), now());
          }
          return there;
        });
  }

  /** Forgets uploads for which no part has come for that long. */
  void forget(Duration keep) {
    transaction.executeWithoutResult(
        status -> {
          Instant now = now();
          List<String> old = rows.unchangedSince(now.minus(keep));
          if (!old.isEmpty()) {
            rows.remove(old, now);
          }
        });
  }

  private ResumableUpload keep(ResumableUpload upload, long offset, Staging staging) {
    SealedFile sealed = staging.seal(PART);
    return transaction.execute(
        status -> {
          requireNext(held(upload), offset);
          if (rows.parts(upload.id()).size() >= MOST_PARTS) {
            throw new TooManyParts(MOST_PARTS);
          }
          records.put(sealed);
          rows.addPart(upload.id(), offset, sealed, now());
          return found(upload.id());
        });
  }

  /**
   * @param last the part that was missing; null for an empty file
   */
  private ResumableUpload complete(ResumableUpload upload, @Nullable Path last) {
    try (ArtifactDraft draft = artifacts.draft(ArtifactKind.UPLOAD)) {
      PartFiles.join(
          rows.parts(upload.id()),
          store::locate,
          last,
          draft.file(Artifact.CONTENT, "application/octet-stream"));
      try (SealedDraft sealed = SealedDraft.of(draft.name(upload.name()))) {
        String sha256 = sealed.sha256(Artifact.CONTENT);
        if (upload.sha256() != null && !upload.sha256().equals(sha256)) {
          remove(upload.id());
          throw new WrongDigest(upload.sha256(), sha256);
        }
        return transaction.execute(
            status -> {
              requireNext(held(upload), upload.received());
              rows.finish(upload.id(), records.record(sealed, null).id(), now());
              return found(upload.id());
            });
      }
    }
  }

  private static void requireNext(ResumableUpload upload, long offset) {
    if (upload.artifactId() != null || offset != upload.received()) {
      throw new OffsetMismatch(offset, upload.received());
    }
  }

  /** As it is now; nothing has come of one that is gone. */
  private ResumableUpload held(ResumableUpload upload) {
    return rows.hold(upload.id()).orElseThrow(() -> new OffsetMismatch(upload.received(), 0));
  }

  private ResumableUpload found(String id) {
    return rows.find(id).orElseThrow(() -> new IllegalStateException("Just written: " + id));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
