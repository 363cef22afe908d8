/** Intervals for accuracies: over test images, over seeds, and of paired differences. */
@NullMarked
package org.p2f.numerics.statistics;

import org.jspecify.annotations.NullMarked;
