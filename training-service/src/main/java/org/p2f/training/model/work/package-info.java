/** Reads and exports models; records the reference models at the start. */
@NullMarked
package org.p2f.training.model.work;

import org.jspecify.annotations.NullMarked;
