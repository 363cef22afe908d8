@NullMarked
package org.p2f.representation.compute;

import org.jspecify.annotations.NullMarked;
