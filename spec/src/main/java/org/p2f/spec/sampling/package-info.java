/** How images are made of noise. */
@NullMarked
package org.p2f.spec.sampling;

import org.jspecify.annotations.NullMarked;
