package org.p2f.gateway.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of a job list, newest first; equal times by id, descending.
 *
 * @param nextCursor null on the last page
 */
record JobPage(List<Item> items, @Nullable String nextCursor) {

  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.comparing(Item::createdAt).thenComparing(Item::id).reversed();

  /**
   * A job as its service shows it.
   *
   * @param view untouched
   */
  record Item(String id, Instant createdAt, JsonNode view) {

    /**
     * The position behind this job. The services' catalog made it so: microseconds since the epoch
     * and id, in base64url without padding. All services' lists take each other's cursors.
     */
    String cursor() {
      var micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString("%d %s".formatted(micros, id).getBytes(StandardCharsets.US_ASCII));
    }
  }

  static JobPage read(JsonNode page) {
    var items =
        page.path("items")
            .valueStream()
            .map(
                view ->
                    new Item(
                        view.path("id").stringValue(),
                        Instant.parse(view.path("createdAt").stringValue()),
                        view))
            .toList();
    var next = page.path("nextCursor");
    return new JobPage(items, next.isString() ? next.stringValue() : null);
  }

  /**
   * The newest of all; every page must have been asked for with the same cursor and limit.
   *
   * @param limit most items of the merged page
   */
  static JobPage merge(List<JobPage> pages, int limit) {
    var all = pages.stream().flatMap(page -> page.items().stream()).sorted(NEWEST_FIRST).toList();
    var kept = all.subList(0, Math.min(limit, all.size()));
    var more =
        all.size() > kept.size() || pages.stream().anyMatch(page -> page.nextCursor() != null);
    return new JobPage(kept, more && !kept.isEmpty() ? kept.getLast().cursor() : null);
  }

  ObjectNode write(JsonMapper json) {
    var page = json.createObjectNode();
    var views = page.putArray("items");
    items.forEach(item -> views.add(item.view()));
    if (nextCursor != null) {
      page.put("nextCursor", nextCursor);
    }
    return page;
  }
}
