@NullMarked
package org.p2f.numerics.semisupervised;

import org.jspecify.annotations.NullMarked;
