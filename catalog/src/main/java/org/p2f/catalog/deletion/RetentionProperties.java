package org.p2f.catalog.deletion;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is deleted, and when.
 *
 * @param restorable how long what is deleted can be restored
 * @param interval between two looks for what is due
 * @param idempotencyKeys how long an Idempotency-Key leads to the job it was first used for
 * @param artifacts rules by kind; none by default
 * @param jobs the rule for jobs that have ended; null to keep them
 */
@ConfigurationProperties("p2f.retention")
record RetentionProperties(
    @DefaultValue("7d") Duration restorable,
    @DefaultValue("1h") Duration interval,
    @DefaultValue("90d") Duration idempotencyKeys,
    @DefaultValue Map<ArtifactKind, Rule> artifacts,
    @Nullable Rule jobs) {
  RetentionProperties {
    new Settings("p2f.retention")
        .require(!restorable.isNegative(), "restorable", "not negative", restorable)
        .requirePositive(interval, "interval")
        .requirePositive(idempotencyKeys, "idempotency-keys");
  }

  /**
   * What goes, unless something needs it.
   *
   * @param age of what is older; null for no limit
   * @param number of the newest that stay; null for no limit
   */
  record Rule(@Nullable Duration age, @Nullable Integer number) {
    Rule {
      new Settings("p2f.retention")
          .require(age == null || age.toMillis() > 0, "…age", "positive", age)
          .require(number == null || number >= 0, "…number", "not negative", number);
    }
  }
}
