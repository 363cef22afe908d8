/** Job handler of imports: reads archives and published files, writes images and factors. */
@NullMarked
package org.p2f.training.dataset.work;

import org.jspecify.annotations.NullMarked;
