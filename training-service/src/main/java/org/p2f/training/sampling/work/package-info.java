/** Job handler of sampling runs. */
@NullMarked
package org.p2f.training.sampling.work;

import org.jspecify.annotations.NullMarked;
