@NullMarked
package org.p2f.representation.encoding;

import org.jspecify.annotations.NullMarked;
