@NullMarked
package org.p2f.benchmarks;

import org.jspecify.annotations.NullMarked;
