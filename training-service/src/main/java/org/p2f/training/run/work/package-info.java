/** Job handler of training runs, and what a run is estimated to take. */
@NullMarked
package org.p2f.training.run.work;

import org.jspecify.annotations.NullMarked;
