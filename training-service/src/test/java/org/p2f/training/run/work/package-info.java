@NullMarked
package org.p2f.training.run.work;

import org.jspecify.annotations.NullMarked;
