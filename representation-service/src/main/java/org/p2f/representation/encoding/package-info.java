/** Codes E(x, t): what is asked for, what is answered, what is refused, codes between two times. */
@NullMarked
package org.p2f.representation.encoding;

import org.jspecify.annotations.NullMarked;
