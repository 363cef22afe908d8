/** Models that were trained elsewhere: plans and what a look into their file shows. */
@NullMarked
package org.p2f.training.imports;

import org.jspecify.annotations.NullMarked;
