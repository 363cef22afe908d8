/** Job handler of semi-supervised runs. */
@NullMarked
package org.p2f.training.semisupervised.work;

import org.jspecify.annotations.NullMarked;
