package org.p2f.downstream.evaluation.work;

import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which evaluations are divided among indexes where there is a cluster, and how. A part is the
 * heads that read one factor of one encoder's codes with one share of the labels.
 *
 * @param minParts parts of the smallest evaluation that is; 1 or more
 * @param partsPerIndex parts that a process does, one after the other, 1 or more; it starts and
 *     ends for them
 */
@ConfigurationProperties("p2f.cluster")
record EvaluationIndexesProperties(
    @DefaultValue("16") int minParts, @DefaultValue("4") int partsPerIndex) {
  EvaluationIndexesProperties {
    new Settings("p2f.cluster")
        .requirePositive(minParts, "min-parts")
        .requirePositive(partsPerIndex, "parts-per-index");
  }
}
