package org.p2f.kit.search;

import org.p2f.catalog.search.Search;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Searching over HTTP. */
@AutoConfiguration(afterName = "org.p2f.catalog.search.SearchAutoConfiguration")
@ConditionalOnBean(Search.class)
public class SearchAutoConfiguration {

  @Bean
  SearchController searchController(Search search) {
    return new SearchController(search);
  }
}
