package org.p2f.catalog.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** How much is stored, and for how much more there is room. */
public class Storage {
  private final JdbcClient sql;
  private final List<Path> places;
  private final StorageProperties properties;

  /**
   * @param places directories of store and workspaces
   */
  Storage(JdbcClient sql, List<Path> places, StorageProperties properties) {
    this.sql = sql;
    this.places = List.copyOf(places);
    this.properties = properties;
  }

  /**
   * Bytes of all recorded files, each counted once, parts of unfinished uploads and what can be
   * restored included.
   */
  public long used() {
    return sql.sql(
            "select coalesce(sum(bytes), 0) from (select distinct sha256, bytes from stored_file) f")
        .query(Long.class)
        .single();
  }

  /** Bytes of one project's files, each counted once, those that can be restored included. */
  public long used(String project) {
    return sql.sql(
            """
            select coalesce(sum(bytes), 0) from (
              select distinct sha256, bytes from stored_file where project = :project) f
            """)
        .param("project", project)
        .query(Long.class)
        .single();
  }

  /** Bytes that recorded files may take; empty for as many as there is room for. */
  public OptionalLong quota() {
    return bytes(properties.quota());
  }

  /** Bytes that the recorded files of each project may take; empty for as many as there is room. */
  public OptionalLong projectQuota() {
    return bytes(properties.projectQuota());
  }

  private static OptionalLong bytes(@Nullable DataSize size) {
    return size == null ? OptionalLong.empty() : OptionalLong.of(size.toBytes());
  }

  /** Bytes that the quota leaves. */
  public long room() {
    return quota().isEmpty() ? Long.MAX_VALUE : Math.max(0, quota().getAsLong() - used());
  }

  /**
   * @param bytes to be stored for the current caller
   * @throws QuotaExceeded if the quota, or that of the caller's project, is used up or leaves less
   */
  public void requireRoom(long bytes) {
    long room = room();
    if (room == 0 || bytes > room) {
      throw new QuotaExceeded("The platform", used(), quota().orElseThrow());
    }
    projectQuota().ifPresent(most -> requireRoom(Callers.current().project(), bytes, most));
  }

  private void requireRoom(String project, long bytes, long most) {
    long used = used(project);
    if (used >= most || bytes > most - used) {
      throw new QuotaExceeded("The project " + project, used, most);
    }
  }

  /** Bytes that are free on the fullest of the disks. */
  public long free() {
    return places.stream().mapToLong(Storage::free).min().orElse(Long.MAX_VALUE);
  }

  /** Bytes that are to stay free. */
  public long minFree() {
    return properties.minFree().toBytes();
  }

  /** Whether so little is free that no job is taken up. */
  public boolean isLow() {
    return free() < minFree();
  }

  private static long free(Path place) {
    Path there = place.toAbsolutePath();
    while (Files.notExists(there)) {
      there = Objects.requireNonNull(there.getParent());
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tell how much room there is at " + there, e);
    }
  }
}
