package org.p2f.catalog.artifact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ArtifactAliasRows extends Repository<ArtifactAliasRow, ArtifactAliasRow.Key> {

  Optional<ArtifactAliasRow> findById(ArtifactAliasRow.Key key);

  @Query("select a.key.alias from ArtifactAliasRow a where a.artifactId = :id order by a.key.alias")
  List<String> findAliases(String id);

  @NativeQuery("select project from artifact where id = :artifactId")
  Optional<String> findProject(String artifactId);

  /** Held to the end of the transaction. */
  @NativeQuery("select 1 from pg_advisory_xact_lock(:key)")
  int lockAlone(long key);

  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into artifact_alias (kind, alias, artifact_id, set_at)
          values (:kind, :alias, :id, :now)
          on conflict (kind, alias) do update set artifact_id = :id, set_at = :now
          """)
  int upsert(String kind, String alias, String id, Instant now);

  @Modifying
  @Query(
      nativeQuery = true,
      value =
          "delete from artifact_alias where kind = :kind and alias = :alias and artifact_id = :id")
  int delete(String kind, String alias, String id);
}
