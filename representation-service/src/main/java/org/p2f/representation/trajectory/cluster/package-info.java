/** Extractions as Indexed Jobs of Kubernetes; the only package that knows its client. */
@NullMarked
package org.p2f.representation.trajectory.cluster;

import org.jspecify.annotations.NullMarked;
