/** Refusals and defects, answered as RFC 9457 problems wherever they arise. */
@NullMarked
package org.p2f.kit.problem;

import org.jspecify.annotations.NullMarked;
