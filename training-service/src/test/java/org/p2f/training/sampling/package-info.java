@NullMarked
package org.p2f.training.sampling;

import org.jspecify.annotations.NullMarked;
