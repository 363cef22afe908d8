/**
 * Load on a running platform, from a process of its own: closed and open loops over plain sockets,
 * so that the load takes as little of the machine as it can.
 */
@NullMarked
package org.p2f.benchmarks.serve;

import org.jspecify.annotations.NullMarked;
