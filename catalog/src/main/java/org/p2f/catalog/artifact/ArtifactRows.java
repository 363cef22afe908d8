package org.p2f.catalog.artifact;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ArtifactRows extends Repository<ArtifactRow, String> {

  Optional<ArtifactRow> findById(String id);

  List<ArtifactRow> findByJobIdAndDeletionIdIsNullOrderByCreatedAtAscIdAsc(String jobId);

  @Query(
      """
      select a from ArtifactRow a where :id member of a.parents and a.deletionId is null
      order by a.createdAt, a.id
      """)
  List<ArtifactRow> findChildren(String id);

  /** Held to the end of the transaction, in which files get addresses and rows. */
  @NativeQuery("select 1 from pg_advisory_xact_lock_shared(:key)")
  int lockStore(long key);

  /** Held to the end of the transaction, in which no file can get an address or a row. */
  @NativeQuery("select 1 from pg_advisory_xact_lock(:key)")
  int lockStoreAlone(long key);

  /**
   * Those of them that are there and in those projects; none of them can be deleted until the
   * transaction ends.
   */
  @NativeQuery(
      """
      select id from artifact
      where id in (:ids) and deletion_id is null and (:everywhere or project in (:projects))
      order by id for share
      """)
  List<String> hold(Collection<String> ids, boolean everywhere, Collection<String> projects);

  @Query(
      """
      select new org.p2f.catalog.artifact.JobArtifact(a.jobId, a.id) from ArtifactRow a
      where a.jobId in :jobIds and a.deletionId is null order by a.createdAt, a.id
      """)
  List<JobArtifact> findOfJobs(Collection<String> jobIds);

  /** Whose job that is. */
  @NativeQuery("select submitted_by as owner, project from job where id = :jobId")
  Owner findOwner(String jobId);

  /** Whose an artifact is. */
  interface Owner {
    @Nullable String getOwner();

    String getProject();
  }
}
