package org.p2f.representation.reconstruction.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one request may ask for at most.
 *
 * @param images pictures, inline or of a data set
 * @param rows pictures × times
 * @param values pictures × times × the values of a picture
 */
@ConfigurationProperties("p2f.reconstruction.limits")
record ReconstructionLimits(
    @DefaultValue("16") int images,
    @DefaultValue("336") int rows,
    @DefaultValue("2097152") int values) {
  ReconstructionLimits {
    if (images < 1 || rows < 1 || values < 1) {
      throw new IllegalArgumentException(
          "p2f.reconstruction.limits must be positive, are images %d, rows %d, values %d"
              .formatted(images, rows, values));
    }
  }
}
