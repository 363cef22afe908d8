@NullMarked
package org.p2f.downstream;

import org.jspecify.annotations.NullMarked;
