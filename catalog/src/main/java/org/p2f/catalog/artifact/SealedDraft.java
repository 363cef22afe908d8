package org.p2f.catalog.artifact;

import java.util.List;

/**
 * A draft whose files are complete, hashed and durable: what is left to do is to give them their
 * addresses and to record it.
 */
public final class SealedDraft implements AutoCloseable {
  private final StagedDraft draft;
  private final List<StagedDraft.Sealed> files;

  private SealedDraft(StagedDraft draft, List<StagedDraft.Sealed> files) {
    this.draft = draft;
    this.files = files;
  }

  /** Takes a while where the files are large. */
  public static SealedDraft of(ArtifactDraft draft) {
    if (draft instanceof StagedDraft staged) {
      return new SealedDraft(staged, staged.seal());
    }
    throw new IllegalArgumentException("Not a draft of this catalog: " + draft.getClass());
  }

  /** Lower-case hexadecimal, of the file of that name. */
  public String sha256(String fileName) {
    return files.stream()
        .filter(file -> file.name().equals(fileName))
        .map(file -> file.content().sha256())
        .findFirst()
        .orElseThrow();
  }

  StagedDraft draft() {
    return draft;
  }

  List<StagedDraft.Sealed> files() {
    return files;
  }

  @Override
  public void close() {
    draft.close();
  }
}
