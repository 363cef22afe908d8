@NullMarked
package org.p2f.representation.trajectory.cluster;

import org.jspecify.annotations.NullMarked;
