package org.p2f.downstream.study.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.Visible;
import org.p2f.catalog.persistence.CanonicalJson;
import org.p2f.catalog.persistence.Cursor;
import org.p2f.catalog.persistence.Identifier;
import org.p2f.catalog.trace.Traces;
import org.p2f.catalog.webhook.Outbox;
import org.p2f.downstream.study.StepProgress;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.downstream.study.StudyState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The recorded studies. */
@Component
public class Studies {
  private static final String PREFIX = "std";

  private final JdbcClient jdbc;
  private final StudyKeys keys;
  private final Traces traces;
  private final Outbox outbox;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  Studies(
      DataSource dataSource,
      StudyKeys keys,
      Traces traces,
      Outbox outbox,
      PlatformTransactionManager transactions,
      JsonMapper json,
      Clock clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.keys = keys;
    this.traces = traces;
    this.outbox = outbox;
    this.transaction = new TransactionTemplate(transactions);
    this.json = json;
    this.clock = clock;
  }

  /**
   * Records a new study, all of whose steps wait; a key that was used before leads to its study.
   *
   * @param key that makes asking again safe; null for none
   * @throws org.p2f.catalog.job.IdempotencyConflict if the key was used with another plan, or by a
   *     request still in flight
   */
  public Study create(StudyPlan plan, @Nullable String key) {
    var caller = Callers.current();
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var study =
        new Study(
            Identifier.next(PREFIX, now),
            plan,
            StudyState.RUNNING,
            StudyLine.of(plan).stream().map(StepProgress::waiting).toList(),
            caller.subject(),
            caller.project(),
            null,
            now,
            now);
    return Objects.requireNonNull(
        transaction.execute(_ -> key == null ? insert(study) : insertOnce(study, key)));
  }

  private Study insertOnce(Study study, String key) {
    var earlier =
        keys.take(
            Objects.requireNonNullElse(study.submittedBy(), ""),
            key,
            CanonicalJson.sha256(json.valueToTree(study.plan())),
            study.id(),
            study.createdAt());
    return earlier.isEmpty() ? insert(study) : find(earlier.get()).orElseThrow();
  }

  private Study insert(Study study) {
    jdbc.sql(
            """
            insert into study
              (id, name, state, plan, steps, submitted_by, project, traceparent, created_at,
               updated_at)
            values
              (:id, :name, :state, cast(:plan as jsonb), cast(:steps as jsonb), :by, :project,
               :trace, :at, :at)
            """)
        .param("id", study.id())
        .param("name", study.plan().name())
        .param("state", study.state().name())
        .param("plan", json.writeValueAsString(study.plan()))
        .param("steps", json.writeValueAsString(study.steps()))
        .param("by", study.submittedBy())
        .param("project", study.project())
        .param("trace", traces.current())
        .param("at", Timestamp.from(study.createdAt()))
        .update();
    return study;
  }

  public Optional<Study> find(String id) {
    return jdbc.sql("select * from study where id = :id and deletion_id is null")
        .param("id", id)
        .query(this::study)
        .optional()
        .filter(study -> Callers.current().sees(study.project()));
  }

  /**
   * Newest first.
   *
   * @throws org.p2f.catalog.InvalidCursor if the cursor was not made by this catalog
   */
  public Page<Study> list(@Nullable String cursor, int limit) {
    var after = cursor == null ? Cursor.FIRST : Cursor.parse(cursor);
    var visible = Visible.now();
    var rows =
        jdbc.sql(
                """
                select * from study s
                where deletion_id is null and (created_at, id) < (:at, :id) and %s
                order by created_at desc, id desc limit :rows
                """
                    .formatted(visible.sql("s")))
            .params(visible.parameters())
            .param("at", Timestamp.from(after.createdAt()))
            .param("id", after.id())
            .param("rows", limit + 1)
            .query(this::study)
            .list();
    return Page.of(rows, limit, last -> new Cursor(last.createdAt(), last.id()).text());
  }

  /** Ids of the studies that are to go on, oldest first. */
  public List<String> running() {
    return jdbc.sql("select id from study where state = 'RUNNING' order by sequence")
        .query((row, number) -> row.getString("id"))
        .list();
  }

  /** The trace of the request that asked for a study; empty for none. */
  public Optional<String> trace(String id) {
    return jdbc.sql("select traceparent from study where id = :id")
        .param("id", id)
        .query(String.class)
        .optional();
  }

  /**
   * Changes a study while nobody else does.
   *
   * @return as it is then; empty if there is none
   * @throws org.p2f.catalog.access.ReadOnlyProject if the caller may only see it
   */
  public Optional<Study> change(String id, UnaryOperator<Study> change) {
    return Optional.ofNullable(
        transaction.execute(
            _ ->
                jdbc.sql("select * from study where id = :id and deletion_id is null for update")
                    .param("id", id)
                    .query(this::study)
                    .optional()
                    .filter(study -> Callers.current().sees(study.project()))
                    .map(Studies::changeable)
                    .map(before -> update(before, change.apply(before)))
                    .orElse(null)));
  }

  /**
   * Notes why a study does not go on.
   *
   * @param obstacle null where it does
   */
  public void waitsFor(String id, @Nullable String obstacle) {
    jdbc.sql(
            """
            update study set obstacle = :obstacle
            where id = :id and obstacle is distinct from cast(:obstacle as text)
            """)
        .param("id", id)
        .param("obstacle", obstacle)
        .update();
  }

  private static Study changeable(Study study) {
    Callers.current().requireMember(study.project());
    return study;
  }

  private Study update(Study before, Study study) {
    if (study.state().isFinal() && !before.state().isFinal()) {
      outbox.add(EndedStudies.of(study));
    }
    jdbc.sql(
            """
            update study set state = :state, steps = cast(:steps as jsonb), updated_at = :at
            where id = :id
            """)
        .param("state", study.state().name())
        .param("steps", json.writeValueAsString(study.steps()))
        .param("at", Timestamp.from(study.updatedAt()))
        .param("id", study.id())
        .update();
    return study;
  }

  private Study study(ResultSet row, int number) throws SQLException {
    return new Study(
        row.getString("id"),
        json.readValue(row.getString("plan"), StudyPlan.class),
        StudyState.valueOf(row.getString("state")),
        List.of(json.readValue(row.getString("steps"), StepProgress[].class)),
        row.getString("submitted_by"),
        row.getString("project"),
        row.getString("obstacle"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }
}
