package org.p2f.catalog.artifact;

import java.time.Duration;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When objects that no artifact has are collected.
 *
 * @param interval between two looks, over all services and their restarts
 * @param minimumAge how long no artifact must have had an object before it goes into the trash
 * @param trashAge how long it can be restored from there
 * @param shareLimit largest part of the store's objects, and of its bytes, in [0, 1], that may be
 *     garbage; if more looks like garbage, and more than five objects do, nothing goes
 * @param dryRun whether to tell only
 */
@ConfigurationProperties("p2f.store.garbage")
record GarbageProperties(
    @DefaultValue("1d") Duration interval,
    @DefaultValue("7d") Duration minimumAge,
    @DefaultValue("14d") Duration trashAge,
    @DefaultValue("0.05") double shareLimit,
    @DefaultValue("false") boolean dryRun) {
  GarbageProperties {
    new Settings("p2f.store.garbage")
        .requirePositive(interval, "interval")
        .require(!minimumAge.isNegative(), "minimum-age", "not negative", minimumAge)
        .require(!trashAge.isNegative(), "trash-age", "not negative", trashAge)
        .require(shareLimit >= 0 && shareLimit <= 1, "share-limit", "in [0, 1]", shareLimit);
  }
}
