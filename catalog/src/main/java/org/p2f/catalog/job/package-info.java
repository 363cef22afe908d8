/** Jobs: queue, workers, attempts, progress and outcomes. */
@NullMarked
package org.p2f.catalog.job;

import org.jspecify.annotations.NullMarked;
