package org.p2f.kit.problem;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a service takes at most.
 *
 * @param jsonBody largest JSON body; raise it for larger batches of inline images, and the heap
 *     with it
 */
@ConfigurationProperties("p2f.limits")
record WebLimits(@DefaultValue("32MB") DataSize jsonBody) {
  WebLimits {
    if (jsonBody.toBytes() < 1) {
      throw new IllegalArgumentException("p2f.limits.json-body must be positive, got " + jsonBody);
    }
  }
}
