package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.deletion.Usage;
import org.p2f.catalog.storage.Storage;

/** What takes room, as the API shows it. */
@Schema(description = "What takes room, and what could be deleted")
record UsageView(
    @Schema(
            description =
                "Of all recorded files that the token may see, each counted once, restorable ones included")
        long usedBytes,
    @Schema(
            description =
                "What they may take: each project's quota with a token that does not see all projects,"
                    + " otherwise, or where there is none, the quota that all share; absent without"
                    + " one")
        @Nullable Long quotaBytes,
    @Schema(description = "Of what is deleted and can be restored") long restorableBytes,
    @Schema(description = "Free on the fullest disk") long diskFreeBytes,
    @Schema(description = "Jobs wait while less is free") long minFreeBytes,
    @Schema(description = "Whether jobs wait for room now") boolean jobsWait,
    @Schema(description = "Largest first") List<KindView> kinds,
    @Schema(description = "The ten largest") List<ItemView> largest,
    @Schema(description = "The ten largest that nothing needs") List<ItemView> free) {

  /** All artifacts of one kind. */
  @Schema(name = "UsageKindView")
  public record KindView(
      String kind,
      long number,
      long bytes,
      @Schema(description = "Of those that nothing needs") long freeBytes) {}

  /** One artifact. */
  @Schema(name = "UsageItemView")
  public record ItemView(String id, String kind, String name, long bytes, Instant createdAt) {}

  static UsageView of(Usage usage, Storage storage) {
    OptionalLong own =
        Callers.current().everywhere() ? OptionalLong.empty() : storage.projectQuota();
    OptionalLong quota = own.isPresent() ? own : storage.quota();
    return new UsageView(
        usage.usedBytes(),
        quota.isEmpty() ? null : quota.getAsLong(),
        usage.restorableBytes(),
        storage.free(),
        storage.minFree(),
        storage.isLow(),
        usage.kinds().stream()
            .map(k -> new KindView(k.kind(), k.number(), k.bytes(), k.freeBytes()))
            .toList(),
        items(usage.largest()),
        items(usage.free()));
  }

  private static List<ItemView> items(List<Usage.OfArtifact> artifacts) {
    return artifacts.stream()
        .map(a -> new ItemView(a.id(), a.kind(), a.name(), a.bytes(), a.createdAt()))
        .toList();
  }
}
