@NullMarked
package org.p2f.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
