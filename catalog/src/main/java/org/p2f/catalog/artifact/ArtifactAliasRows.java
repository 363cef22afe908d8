package org.p2f.catalog.artifact;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ArtifactAliasRows extends Repository<ArtifactAliasRow, ArtifactAliasRow.Key> {

  boolean existsById(ArtifactAliasRow.Key key);

  /** What that name stands for, of what is to be seen: first in one project, then in another. */
  @NativeQuery(
      """
      select a.artifact_id from artifact_alias a
      where a.kind = :kind and a.alias = :alias and (:everywhere or a.project in (:projects))
      order by a.project = :first desc, a.project = :then desc, a.project limit 1
      """)
  Optional<String> findArtifact(
      String kind,
      String alias,
      boolean everywhere,
      Collection<String> projects,
      String first,
      String then);

  @Query("select a.key.alias from ArtifactAliasRow a where a.artifactId = :id order by a.key.alias")
  List<String> findAliases(String id);

  /** Held to the end of the transaction. */
  @NativeQuery("select 1 from pg_advisory_xact_lock(:key)")
  int lockAlone(long key);

  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into artifact_alias (kind, alias, project, artifact_id, set_at)
          values (:kind, :alias, :project, :id, :now)
          on conflict (kind, alias, project) do update set artifact_id = :id, set_at = :now
          """)
  int upsert(String kind, String alias, String project, String id, Instant now);

  @Modifying
  @Query(
      nativeQuery = true,
      value =
          "delete from artifact_alias where kind = :kind and alias = :alias and artifact_id = :id")
  int delete(String kind, String alias, String id);
}
