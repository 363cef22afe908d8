package org.p2f.catalog.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keep how long after its last part an upload can be gone on with
 */
@ConfigurationProperties("p2f.resumable-uploads")
record ResumableUploadProperties(@DefaultValue("1d") Duration keep) {
  ResumableUploadProperties {
    if (!keep.isPositive()) {
      throw new IllegalArgumentException("p2f.resumable-uploads.keep must be positive, is " + keep);
    }
  }
}
