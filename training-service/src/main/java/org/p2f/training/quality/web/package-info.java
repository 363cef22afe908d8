/** HTTP API of sample evaluations. */
@NullMarked
package org.p2f.training.quality.web;

import org.jspecify.annotations.NullMarked;
