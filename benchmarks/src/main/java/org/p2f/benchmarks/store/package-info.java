/** Costs of the object store in a bucket beside those in the file system. */
@NullMarked
package org.p2f.benchmarks.store;

import org.jspecify.annotations.NullMarked;
