package org.p2f.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param service the service this process belongs to; has no default
 */
@ConfigurationProperties("p2f.catalog")
public record CatalogProperties(ServiceRole service) {
  public CatalogProperties(@Nullable ServiceRole service) {
    if (service == null) {
      throw new IllegalArgumentException(
          "p2f.catalog.service must be training, representation or downstream");
    }
    this.service = service;
  }
}
