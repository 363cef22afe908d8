package org.p2f.catalog.webhook;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.p2f.catalog.persistence.Identifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes what webhooks are to be told. */
public class Outbox {
  private static final String PREFIX = "evt";

  private final JdbcClient sql;
  private final EventBody bodies;
  private final Clock clock;

  Outbox(JdbcClient sql, EventBody bodies, Clock clock) {
    this.sql = sql;
    this.bodies = bodies;
    this.clock = clock;
  }

  /** Notes an event that only tries a webhook, and returns its id. */
  String ping(Webhook webhook) {
    Instant now = clock.instant();
    String event = Identifier.next(PREFIX, now);
    sql.sql(
            """
            insert into webhook_delivery
              (event_id, webhook_id, type, subject_id, body, state, due_at, created_at)
            values (:event, :webhook, :type, :webhook, :body, 'PENDING', :now, :now)
            """)
        .param("event", event)
        .param("webhook", webhook.id())
        .param("type", EventBody.PING)
        .param("body", bodies.ofPing(event, webhook, now).toString())
        .param("now", Timestamp.from(now))
        .update();
    return event;
  }

  /**
   * Notes for every webhook of the project that wants to hear of it that work has ended. To be
   * called in the transaction that ends the work: either both are recorded or none.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(EndedWork ended) {
    Instant now = clock.instant();
    String event = Identifier.next(PREFIX, now);
    sql.sql(
            """
            insert into webhook_delivery
              (event_id, webhook_id, type, subject_id, body, state, due_at, created_at)
            select :event, id, :type, :subject, :body, 'PENDING', cast(:now as timestamptz),
                   cast(:now as timestamptz)
            from webhook
            where project = :project
              and (cardinality(outcomes) = 0 or :outcome = any (outcomes))
              and (cardinality(kinds) = 0 or :kind = any (kinds))
            """)
        .param("event", event)
        .param("type", ended.event())
        .param("subject", ended.id())
        .param("body", bodies.of(event, ended).toString())
        .param("now", Timestamp.from(now))
        .param("project", ended.project())
        .param("outcome", ended.outcome().name())
        .param("kind", ended.kind())
        .update();
  }
}
