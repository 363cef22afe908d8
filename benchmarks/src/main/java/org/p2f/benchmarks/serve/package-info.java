/**
 * Load generator for a running platform: closed and open loops over plain sockets, in a process of
 * its own so that it takes as little of the machine as possible.
 */
@NullMarked
package org.p2f.benchmarks.serve;

import org.jspecify.annotations.NullMarked;
