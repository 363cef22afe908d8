package org.p2f.catalog.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.storage.Links;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.SealedFile;
import org.p2f.catalog.storage.Staging;
import org.p2f.catalog.storage.WholeFiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files of jobs' workspaces for processes that do not see each other's folders: copies in the
 * object store, by their paths in the workspace, until the job ends. Where workspaces are shared
 * nothing is copied.
 */
public class WorkspaceFiles {
  private static final String STAGED = "file";

  private final boolean shared;
  private final JdbcClient sql;
  private final ArtifactRecords records;
  private final ObjectStore store;
  private final TransactionTemplate transaction;
  private final Clock clock;

  WorkspaceFiles(
      boolean shared,
      JdbcClient sql,
      ArtifactRecords records,
      ObjectStore store,
      TransactionTemplate transaction,
      Clock clock) {
    this.shared = shared;
    this.sql = sql;
    this.records = records;
    this.store = store;
    this.transaction = transaction;
    this.clock = clock;
  }

  private record Stored(String name, String sha256) {}

  /** Whether every process sees the same workspaces, so that nothing need be copied. */
  public boolean areShared() {
    return shared;
  }

  /**
   * Keeps a file, in the place of an earlier one of the same path.
   *
   * @param file in the workspace, whole; it is not written to any more
   */
  public void save(String jobId, Path workspace, Path file) {
    save(
        jobId, workspace, file, record -> transaction.executeWithoutResult(status -> record.run()));
  }

  /**
   * As {@link #save(String, Path, Path)}. The content is hashed, and sent where it is large, before
   * the transaction begins.
   *
   * @param transaction in which the file is recorded
   */
  void save(String jobId, Path workspace, Path file, Consumer<Runnable> transaction) {
    if (shared) {
      return;
    }
    try (Staging staging = store.stage()) {
      Links.linkOrCopy(file, staging.path(STAGED));
      SealedFile sealed = staging.seal(STAGED);
      String name = name(workspace, file);
      transaction.accept(
          () -> {
            records.put(sealed);
            List<String> replaced = delete(jobId, List.of(name));
            sql.sql(
                    """
                    insert into workspace_file (job_id, name, bytes, sha256)
                    values (:job, :name, :bytes, :sha256)
                    """)
                .param("job", jobId)
                .param("name", name)
                .param("bytes", sealed.bytes())
                .param("sha256", sealed.sha256())
                .update();
            release(replaced);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep " + file, e);
    }
  }

  /** Keeps a file no longer; does nothing if none of that path is kept. */
  void drop(String jobId, Path workspace, Path file) {
    if (!shared) {
      String name = name(workspace, file);
      transaction.executeWithoutResult(status -> release(delete(jobId, List.of(name))));
    }
  }

  /** The paths in the workspace of all that is kept, with slashes. */
  public Set<String> names(String jobId) {
    return shared
        ? Set.of()
        : transaction.execute(
            status ->
                sql.sql("select name from workspace_file where job_id = :job")
                    .param("job", jobId)
                    .query((row, at) -> row.getString(1))
                    .set());
  }

  /** Brings what is kept into the workspace, but for what is there already. */
  public void load(String jobId, Path workspace) {
    load(jobId, workspace, name -> true);
  }

  /**
   * @param wanted of the paths in the workspace
   */
  public void load(String jobId, Path workspace, Predicate<String> wanted) {
    if (shared) {
      return;
    }
    List<Stored> kept =
        transaction.execute(
            status ->
                sql.sql("select name, sha256 from workspace_file where job_id = :job order by name")
                    .param("job", jobId)
                    .query((row, at) -> new Stored(row.getString(1), row.getString(2)))
                    .list());
    for (Stored file : kept) {
      Path target = workspace.resolve(file.name());
      if (wanted.test(file.name()) && !Files.exists(target)) {
        bring(file, target);
      }
    }
  }

  private void bring(Stored file, Path target) {
    try {
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      WholeFiles.write(
          target,
          unfinished -> {
            // By its path it would be copied with its permissions, and stored files are read-only.
            try (InputStream stored = Files.newInputStream(store.locate(file.sha256()))) {
              Files.copy(stored, unfinished);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot bring %s back".formatted(file.name()), e);
    }
  }

  /** Keeps nothing of a job any longer. */
  void remove(String jobId) {
    if (!shared) {
      transaction.executeWithoutResult(status -> release(delete(jobId, names(jobId))));
    }
  }

  /** Keeps nothing of jobs that are over: their worker died before it could. */
  void sweep(String jobPrefix, Predicate<String> isOver) {
    if (!shared) {
      transaction
          .execute(
              status ->
                  sql.sql("select distinct job_id from workspace_file where job_id like :prefix")
                      .param("prefix", jobPrefix + "-%")
                      .query((row, at) -> row.getString(1))
                      .list())
          .stream()
          .filter(isOver)
          .forEach(this::remove);
    }
  }

  /** The addresses of what was removed. */
  private List<String> delete(String jobId, Collection<String> names) {
    return names.isEmpty()
        ? List.of()
        : sql.sql(
                "delete from workspace_file where job_id = :job and name in (:names) returning sha256")
            .param("job", jobId)
            .param("names", names)
            .query((row, at) -> row.getString(1))
            .list();
  }

  /** The next look for garbage takes those that nothing else has. */
  private void release(Collection<String> objects) {
    if (!objects.isEmpty()) {
      sql.sql(
              """
              insert into store_garbage (sha256, marked_at, released)
              select o.sha256, cast(:now as timestamptz), true
              from (select distinct unnest(cast(:objects as text[])) as sha256) o
              where not exists (select from stored_file f where f.sha256 = o.sha256)
              on conflict (sha256) do update set released = true
              """)
          .param("now", Timestamp.from(clock.instant()))
          .param("objects", objects.toArray(String[]::new))
          .update();
    }
  }

  private static String name(Path workspace, Path file) {
    return workspace.relativize(file).toString();
  }
}
