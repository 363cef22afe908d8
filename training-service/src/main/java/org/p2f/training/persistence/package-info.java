/** Where the metrics of training runs lie. */
@NullMarked
package org.p2f.training.persistence;

import org.jspecify.annotations.NullMarked;
