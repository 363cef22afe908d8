package org.p2f.catalog.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is.
 *
 * @param fraction in [0, 1]
 * @param rate units a second; null if unknown
 * @param unit of the rate; null if unknown
 * @param eta to the end; null if unknown
 */
record Progress(
    double fraction, @Nullable Double rate, @Nullable String unit, @Nullable Duration eta) {}
