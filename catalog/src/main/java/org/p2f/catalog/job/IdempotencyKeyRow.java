package org.p2f.catalog.job;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "idempotency_key")
class IdempotencyKeyRow {
  @EmbeddedId
  @SuppressWarnings("UnusedVariable") // Hibernate uses it
  private Key key;

  private String bodySha256;
  private String jobId;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected IdempotencyKeyRow() {}

  boolean isFor(String body) {
    return bodySha256.equals(body);
  }

  String jobId() {
    return jobId;
  }

  /**
   * @param subject the caller; empty if unknown
   */
  @Embeddable
  record Key(String service, String subject, String key) {}
}
