@NullMarked
package org.p2f.training.work;

import org.jspecify.annotations.NullMarked;
