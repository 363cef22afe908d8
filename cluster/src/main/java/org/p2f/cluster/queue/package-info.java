/** Jobs that wait in a service's queue, each run by a process of its own on the cluster. */
@NullMarked
package org.p2f.cluster.queue;

import org.jspecify.annotations.NullMarked;
