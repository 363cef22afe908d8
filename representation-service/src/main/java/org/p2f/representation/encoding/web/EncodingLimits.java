package org.p2f.representation.encoding.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one request may ask for at most; raise these for callers with large batches, and the heap
 * with them. A request's rows also have to fit the queue.
 *
 * @param images pictures, inline or of a data set
 * @param times times
 * @param rows pictures × times
 * @param body a binary body, below 2 GB
 */
@ConfigurationProperties("p2f.encoding.limits")
public record EncodingLimits(
    @DefaultValue("1024") int images,
    @DefaultValue("256") int times,
    @DefaultValue("65536") int rows,
    @DefaultValue("64MB") DataSize body) {
  public EncodingLimits {
    if (images < 1 || times < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "p2f.encoding.limits must be positive, are images %d, times %d, rows %d"
              .formatted(images, times, rows));
    }
    if (body.toBytes() < 1 || body.toBytes() >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "p2f.encoding.limits.body must be 1 byte to 2 GB, is " + body);
    }
  }
}
