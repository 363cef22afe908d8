/** Job handler of sample evaluations; the feature network. */
@NullMarked
package org.p2f.training.quality.work;

import org.jspecify.annotations.NullMarked;
