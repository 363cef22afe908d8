package org.p2f.training.dataset.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxSize largest upload; it takes that much room in the object store, none in the heap
 */
@ConfigurationProperties("p2f.uploads")
record UploadProperties(@DefaultValue("16GB") DataSize maxSize) {
  UploadProperties {
    if (maxSize.toBytes() < 1) {
      throw new IllegalArgumentException("p2f.uploads.max-size must be positive, got " + maxSize);
    }
  }
}
