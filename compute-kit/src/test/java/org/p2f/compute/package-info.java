@NullMarked
package org.p2f.compute;

import org.jspecify.annotations.NullMarked;
