@NullMarked
package org.p2f.cluster.queue;

import org.jspecify.annotations.NullMarked;
