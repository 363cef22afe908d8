/** Tests of the workers' parts. */
@NullMarked
package org.p2f.training.compute;

import org.jspecify.annotations.NullMarked;
