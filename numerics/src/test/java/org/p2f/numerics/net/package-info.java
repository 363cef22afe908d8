@NullMarked
package org.p2f.numerics.net;

import org.jspecify.annotations.NullMarked;
