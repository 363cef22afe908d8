package org.p2f.catalog.job;

import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.p2f.catalog.persistence.JsonText;
import tools.jackson.databind.JsonNode;

@Entity
@Table(name = "job_event")
class JobEventRow {
  @EmbeddedId private Key key;
  private String type;

  @Convert(converter = JsonText.class)
  private JsonNode data;

  private Instant at;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected JobEventRow() {}

  JobEventRow(String jobId, long sequence, String type, JsonNode data, Instant at) {
    this.key = new Key(jobId, sequence);
    this.type = type;
    this.data = data;
    this.at = at;
  }

  JobEvent toEvent() {
    return new JobEvent(key.sequence(), type, data, at);
  }

  @Embeddable
  record Key(String jobId, long sequence) {}
}
