package org.p2f.catalog.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.InvalidCursor;
import org.p2f.catalog.Page;
import org.p2f.catalog.persistence.Cursor;
import org.p2f.catalog.persistence.Keyset;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestService;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ten thousand jobs; many were made in the same microsecond, as by a script. */
class PagingTest {
  private static final int JOBS = 10_000;
  @TempDir static Path directory;
  private static TestService service;

  @BeforeAll
  static void start() {
    service = TestService.on(PostgresFixture.newDatabase(), directory).start();
    JdbcClient sql = service.bean(JdbcClient.class);
    sql.sql(
            """
            insert into job (id, service, kind, state, plan, progress, attempt, deaths, last_event,
                             project, created_at, finished_at)
            select 'trn-' || lpad(i::text, 8, '0'),
                   'training',
                   case i % 3 when 0 then 'train' else 'import' end,
                   case i % 50 when 0 then 'QUEUED' else 'SUCCEEDED' end,
                   '{}', 0, 0, 0, 0, 'default',
                   timestamptz '2026-01-01 00:00:00Z' + (i / 10) * interval '1 second',
                   case i % 50 when 0 then null else now() end
            from generate_series(0, :last) i
            """)
        .param("last", JOBS - 1)
        .update();
    sql.sql(
            """
            insert into job (id, service, kind, state, plan, progress, attempt, deaths, last_event,
                             project, created_at)
            select 'dwn-' || i, 'downstream', 'train', 'QUEUED', '{}', 0, 0, 0, 0, 'default', now()
            from generate_series(1, 100) i
            """)
        .update();
    sql.sql("analyze job").update();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void allPagesTogetherAreAllJobsOfThisServiceNewestFirst() {
    List<String> expected = new ArrayList<>();
    for (int i = JOBS - 1; i >= 0; i--) {
      expected.add("trn-%08d".formatted(i));
    }
    assertThat(readAll(null, null, 499)).isEqualTo(expected);
  }

  @Test
  void filtersNarrowThePages() {
    assertThat(readAll("train", null, 500)).hasSize(3334);
    assertThat(readAll(null, JobState.QUEUED, 7)).hasSize(200);
    assertThat(readAll("train", JobState.QUEUED, 500)).hasSize(67);
    assertThat(readAll("knit", null, 500)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, -", "train, -", "-, QUEUED", "train, QUEUED"})
  void deepPageReadsNoMoreThanItself(@Nullable String kind, @Nullable JobState state) {
    var deep = new Cursor(Instant.parse("2026-01-01T00:05:00Z"), "trn-00003005");
    String plan = explain(kind, state, deep);

    assertThat(plan).contains("Index Scan using job_newest").doesNotContain("Seq Scan", "Sort");
    assertThat(plan).doesNotContain("Rows Removed by Filter");
    // 21 queued training jobs are older than the cursor, and more than a page of the others.
    assertThat(plan).containsPattern("Limit .*actual rows=(51|21)\\.00");
  }

  @Test
  void limitOutsideOneToFiveHundredIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> service.jobs().list(null, null, null, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.jobs().list(null, null, null, 501));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "MTIzNDU2"})
  void rubbishIsNoCursor(String cursor) {
    assertThatExceptionOfType(InvalidCursor.class)
        .isThrownBy(() -> service.jobs().list(null, null, cursor, 10));
  }

  private static List<String> readAll(@Nullable String kind, @Nullable JobState state, int limit) {
    List<String> ids = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Job> page = service.jobs().list(kind, state, cursor, limit);
      page.items().forEach(job -> ids.add(job.id()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return ids;
  }

  /** The plan and what it did, of the very statement that the list runs. */
  private static String explain(@Nullable String kind, @Nullable JobState state, Cursor after) {
    String sql =
        new Keyset("job", after.text(), 50)
            .without("deletion_id")
            .filter("service", "training")
            .filter("kind", kind)
            .filter("state", state == null ? null : state.name())
            .sql();
    var statement =
        service
            .bean(JdbcClient.class)
            .sql("explain (analyze, costs off, timing off) " + sql)
            .param("service", "training")
            .param("afterTime", Timestamp.from(after.createdAt()))
            .param("afterId", after.id())
            .param("rows", 51);
    if (kind != null) {
      statement = statement.param("kind", kind);
    }
    if (state != null) {
      statement = statement.param("state", state.name());
    }
    return String.join("\n", statement.query(String.class).list());
  }
}
