package org.p2f.representation.trajectory.work;

import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which extractions are divided among indexes where there is a cluster, and how.
 *
 * @param minImages images of the smallest that is; 1 or more
 * @param imagesPerIndex images that a process represents, 1 or more, rounded up to whole shards; it
 *     starts, loads the model and ends for them
 */
@ConfigurationProperties("p2f.cluster")
record IndexesProperties(
    @DefaultValue("25600") int minImages, @DefaultValue("12800") int imagesPerIndex) {
  IndexesProperties {
    new Settings("p2f.cluster")
        .requirePositive(minImages, "min-images")
        .requirePositive(imagesPerIndex, "images-per-index");
  }
}
