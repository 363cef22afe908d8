@NullMarked
package org.p2f.local.whole;

import org.jspecify.annotations.NullMarked;
