@NullMarked
package org.p2f.benchmarks.store;

import org.jspecify.annotations.NullMarked;
