/** Indexed Jobs of Kubernetes; the only package that knows its client. */
@NullMarked
package org.p2f.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
