@NullMarked
package org.p2f.representation.trajectory.work;

import org.jspecify.annotations.NullMarked;
