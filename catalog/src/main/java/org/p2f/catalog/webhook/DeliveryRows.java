package org.p2f.catalog.webhook;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.persistence.Cursor;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The deliveries in the database. */
class DeliveryRows {
  private final JdbcClient sql;

  DeliveryRows(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * A delivery that one worker has for a while.
   *
   * @param attempt counts from 1; what a worker writes later is dropped once another has the
   *     delivery
   */
  record Due(
      String webhookId,
      String eventId,
      String body,
      int attempt,
      Instant createdAt,
      URI url,
      Secret secret) {}

  /**
   * Takes what is due.
   *
   * @param time after which others may take it
   * @param busy webhooks that are left out; holds at least one name
   * @param each most deliveries of one webhook
   * @param most in all
   */
  List<Due> take(Instant now, Duration time, Collection<String> busy, int each, int most) {
    return sql.sql(
            """
            update webhook_delivery d
            set attempts = d.attempts + 1, attempted_at = :now, due_at = :until
            from webhook w
            where w.id = d.webhook_id and (d.webhook_id, d.event_id) in (
              select webhook_id, event_id from webhook_delivery
              where state = 'PENDING' and due_at <= :now and (webhook_id, event_id) in (
                select webhook_id, event_id from (
                  select webhook_id, event_id, due_at, row_number() over (
                    partition by webhook_id order by due_at, event_id) as place
                  from webhook_delivery
                  where state = 'PENDING' and due_at <= :now and webhook_id not in (:busy)) due
                where place <= :each order by due_at limit :most)
              for update skip locked)
            returning d.webhook_id, d.event_id, d.body, d.attempts, d.created_at, w.url, w.secret
            """)
        .param("now", Timestamp.from(now))
        .param("until", Timestamp.from(now.plus(time)))
        .param("busy", busy)
        .param("each", each)
        .param("most", most)
        .query(DeliveryRows::due)
        .list();
  }

  /**
   * Notes how an attempt went, unless another worker has the delivery by now.
   *
   * @param next when it is tried again; null if it is over
   */
  void attempted(
      Due due,
      Delivery.State state,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable Instant next) {
    sql.sql(
            """
            update webhook_delivery
            set state = :state, status = :status, error = :error, due_at = :next
            where webhook_id = :webhook and event_id = :event and attempts = :attempt
              and state = 'PENDING'
            """)
        .param("state", state.name())
        .param("status", status)
        .param("error", error)
        .param("next", next == null ? null : Timestamp.from(next))
        .param("webhook", due.webhookId())
        .param("event", due.eventId())
        .param("attempt", due.attempt())
        .update();
  }

  Page<Delivery> list(String webhookId, @Nullable String cursor, int limit) {
    Cursor after = cursor == null ? Cursor.FIRST : Cursor.parse(cursor);
    List<Delivery> rows =
        sql.sql(
                """
                select * from webhook_delivery
                where webhook_id = :webhook and (created_at, event_id) < (:at, :id)
                order by created_at desc, event_id desc limit :rows
                """)
            .param("webhook", webhookId)
            .param("at", Timestamp.from(after.createdAt()))
            .param("id", after.id())
            .param("rows", limit + 1)
            .query(DeliveryRows::delivery)
            .list();
    return Page.of(rows, limit, last -> new Cursor(last.createdAt(), last.eventId()).text());
  }

  Optional<Delivery> find(String webhookId, String eventId) {
    return sql.sql(
            "select * from webhook_delivery where webhook_id = :webhook and event_id = :event")
        .param("webhook", webhookId)
        .param("event", eventId)
        .query(DeliveryRows::delivery)
        .optional();
  }

  /** Makes a delivery due, whether it has ended or waits. */
  void due(String webhookId, String eventId, Instant now) {
    sql.sql(
            """
            update webhook_delivery set state = 'PENDING', due_at = :now
            where webhook_id = :webhook and event_id = :event
            """)
        .param("now", Timestamp.from(now))
        .param("webhook", webhookId)
        .param("event", eventId)
        .update();
  }

  /** Forgets deliveries that ended before that time. */
  void forget(Instant before) {
    sql.sql("delete from webhook_delivery where state <> 'PENDING' and attempted_at < :before")
        .param("before", Timestamp.from(before))
        .update();
  }

  private static Due due(ResultSet row, int number) throws SQLException {
    return new Due(
        row.getString("webhook_id"),
        row.getString("event_id"),
        row.getString("body"),
        row.getInt("attempts"),
        row.getTimestamp("created_at").toInstant(),
        URI.create(row.getString("url")),
        new Secret(row.getString("secret")));
  }

  private static Delivery delivery(ResultSet row, int number) throws SQLException {
    return new Delivery(
        row.getString("event_id"),
        row.getString("type"),
        row.getString("subject_id"),
        JsonMapper.shared().readTree(row.getString("body")),
        Delivery.State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getObject("status", Integer.class),
        row.getString("error"),
        row.getTimestamp("created_at").toInstant(),
        instant(row.getTimestamp("attempted_at")),
        instant(row.getTimestamp("due_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
