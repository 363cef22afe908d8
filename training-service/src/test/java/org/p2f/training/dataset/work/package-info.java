@NullMarked
package org.p2f.training.dataset.work;

import org.jspecify.annotations.NullMarked;
