package org.p2f.catalog.search;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The search, and names in place of ids. */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
class SearchAutoConfiguration {

  @Bean
  Search search(JdbcClient sql) {
    return new Search(sql);
  }

  @Bean
  Names names(JdbcClient sql) {
    return new Names(sql);
  }
}
