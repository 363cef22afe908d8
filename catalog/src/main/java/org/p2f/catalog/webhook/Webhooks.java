package org.p2f.catalog.webhook;

import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.persistence.Cursor;
import org.p2f.catalog.persistence.Identifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The registered webhooks, as far as the current caller is a member of their projects. */
public class Webhooks {
  /** Of one project. */
  public static final int MOST = 20;

  private static final String PREFIX = "whk";

  private final JdbcClient sql;
  private final DeliveryRows deliveries;
  private final Outbox outbox;
  private final Targets targets;
  private final Clock clock;

  Webhooks(JdbcClient sql, DeliveryRows deliveries, Outbox outbox, Targets targets, Clock clock) {
    this.sql = sql;
    this.deliveries = deliveries;
    this.outbox = outbox;
    this.targets = targets;
    this.clock = clock;
  }

  /** Whether the operator lets the platform call anybody. */
  public boolean areAllowed() {
    return targets.areAny();
  }

  /** Whether the operator lets the platform call that address. */
  public boolean allow(URI url) {
    return targets.allow(url);
  }

  /**
   * Registers a webhook for the caller's project.
   *
   * @param outcomes of which it is told; empty for all
   * @param kinds of which it is told; empty for all
   * @param secret null for a new one
   * @return empty if the project has {@value #MOST} already
   */
  public Optional<Webhook> register(
      URI url, List<Outcome> outcomes, List<String> kinds, @Nullable Secret secret) {
    Caller caller = Callers.current();
    caller.requireMember(caller.project());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var webhook =
        new Webhook(
            Identifier.next(PREFIX, now),
            url,
            outcomes,
            kinds,
            Objects.requireNonNullElseGet(secret, Secret::random),
            caller.subject(),
            caller.project(),
            now);
    int registered =
        sql.sql(
                """
                insert into webhook (id, url, outcomes, kinds, secret, owner, project, created_at)
                select :id, :url, cast(:outcomes as text[]), cast(:kinds as text[]), :secret,
                       :owner, :project, cast(:now as timestamptz)
                where (select count(*) from webhook where project = :project) < :most
                """)
            .param("id", webhook.id())
            .param("url", url.toString())
            .param("outcomes", outcomes.stream().map(Outcome::name).toArray(String[]::new))
            .param("kinds", kinds.toArray(String[]::new))
            .param("secret", webhook.secret().text())
            .param("owner", webhook.owner())
            .param("project", webhook.project())
            .param("now", Timestamp.from(now))
            .param("most", MOST)
            .update();
    return Optional.of(webhook).filter(_ -> registered == 1);
  }

  public Optional<Webhook> find(String id) {
    return Identifier.isPossible(id)
        ? sql.sql("select * from webhook where id = :id")
            .param("id", id)
            .query(Webhooks::webhook)
            .optional()
            .filter(Webhooks::isOwn)
        : Optional.empty();
  }

  /**
   * Newest first.
   *
   * @throws org.p2f.catalog.InvalidCursor if the cursor was not made by this catalog
   */
  public Page<Webhook> list(@Nullable String cursor, int limit) {
    Cursor after = cursor == null ? Cursor.FIRST : Cursor.parse(cursor);
    Caller caller = Callers.current();
    List<Webhook> rows =
        sql.sql(
                """
                select * from webhook
                where (created_at, id) < (:at, :id) and (:everywhere or project in (:projects))
                order by created_at desc, id desc limit :rows
                """)
            .param("everywhere", caller.everywhere())
            .param("projects", caller.everywhere() ? Set.of("") : caller.projects())
            .param("at", Timestamp.from(after.createdAt()))
            .param("id", after.id())
            .param("rows", limit + 1)
            .query(Webhooks::webhook)
            .list();
    return Page.of(rows, limit, last -> new Cursor(last.createdAt(), last.id()).text());
  }

  /**
   * Tells it of nothing more, what is pending included.
   *
   * @return whether there was one
   */
  public boolean remove(String id) {
    return find(id).isPresent()
        && sql.sql("delete from webhook where id = :id").param("id", id).update() == 1;
  }

  /**
   * What it was told and is to be told, newest first.
   *
   * @return empty if there is no such webhook
   * @throws org.p2f.catalog.InvalidCursor if the cursor was not made by this catalog
   */
  public Optional<Page<Delivery>> deliveries(String id, @Nullable String cursor, int limit) {
    return find(id).map(webhook -> deliveries.list(webhook.id(), cursor, limit));
  }

  /**
   * Has it told of an event that means nothing, to see whether events arrive.
   *
   * @return what it is to be told; empty if there is no such webhook
   */
  public Optional<Delivery> ping(String id) {
    return find(id).flatMap(webhook -> deliveries.find(id, outbox.ping(webhook)));
  }

  /**
   * Has an event sent again, now: one attempt more, also of what was delivered or given up.
   *
   * @return the delivery as it stands then; empty if the webhook was not to be told of such an
   *     event
   */
  public Optional<Delivery> redeliver(String id, String eventId) {
    if (!Identifier.isPossible(eventId) || find(id).isEmpty()) {
      return Optional.empty();
    }
    deliveries.due(id, eventId, clock.instant());
    return deliveries.find(id, eventId);
  }

  /** What is in the public project is its members' too: addresses are nobody else's business. */
  private static boolean isOwn(Webhook webhook) {
    Caller caller = Callers.current();
    return caller.everywhere() || caller.projects().contains(webhook.project());
  }

  private static Webhook webhook(ResultSet row, int number) throws SQLException {
    return new Webhook(
        row.getString("id"),
        URI.create(row.getString("url")),
        texts(row.getArray("outcomes")).stream().map(Outcome::valueOf).toList(),
        texts(row.getArray("kinds")),
        new Secret(row.getString("secret")),
        row.getString("owner"),
        row.getString("project"),
        row.getTimestamp("created_at").toInstant());
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
