@NullMarked
package org.p2f.numerics.statistics;

import org.jspecify.annotations.NullMarked;
