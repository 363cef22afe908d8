package org.p2f.kit.search;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.p2f.catalog.search.Search;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds things of all kinds. */
@RestController
@Tag(name = "search", description = "Things of all kinds by what they are called")
final class SearchController {
  private final Search search;

  SearchController(Search search) {
    this.search = search;
  }

  /** What was found. */
  @Schema(name = "SearchResult")
  record SearchView(List<FoundView> items) {}

  @GetMapping("/v1/search")
  @Operation(
      operationId = "search",
      summary = "Things by a part of their name or alias, or the beginning of their id",
      description = "Upper and lower case are alike. Whole names come first, then the newest.")
  SearchView search(
      @Parameter(description = "What is searched for")
          @RequestParam
          @NotBlank
          @Size(max = Search.MAX_LENGTH)
          String q,
      @Parameter(description = "The most that is found")
          @RequestParam(defaultValue = "20")
          @Min(1)
          @Max(Search.MAX_FOUND)
          int limit) {
    return new SearchView(search.find(q, limit).stream().map(FoundView::of).toList());
  }
}
