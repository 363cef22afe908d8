package org.p2f.kit.problem;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2f.catalog.deletion.Deletion;
import org.p2f.catalog.deletion.Deletions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells who asks for something that is not there that it was deleted. Every refusal of an unknown
 * thing quotes the id or alias that was asked for.
 */
final class DeletionHints {
  private static final Logger log = LoggerFactory.getLogger(DeletionHints.class);
  private static final Pattern QUOTED = Pattern.compile("'([a-z0-9][a-z0-9._-]{0,63})'");

  private final ObjectProvider<Deletions> deletions;

  DeletionHints(ObjectProvider<Deletions> deletions) {
    this.deletions = deletions;
  }

  /** The same refusal, with a hint if what it names was deleted. */
  Refusal addTo(Refusal refusal) {
    Deletions known = deletions.getIfAvailable();
    Matcher quoted = QUOTED.matcher(refusal.detail());
    if (known == null || !refusal.name().startsWith("unknown-") || !quoted.find()) {
      return refusal;
    }
    try {
      Optional<Deletion> deletion = known.of(quoted.group(1));
      return deletion.map(found -> refusal.saying(hint(found))).orElse(refusal);
    } catch (RuntimeException e) {
      log.debug("Cannot tell whether it was deleted", e);
      return refusal;
    }
  }

  private static String hint(Deletion deletion) {
    return deletion.erasedAt() == null
        ? ": it was deleted at %s and can be restored until %s by POST /v1/deletions/%s/restore"
            .formatted(deletion.deletedAt(), deletion.restorableUntil(), deletion.id())
        : ": it was deleted at %s and erased at %s"
            .formatted(deletion.deletedAt(), deletion.erasedAt());
  }
}
