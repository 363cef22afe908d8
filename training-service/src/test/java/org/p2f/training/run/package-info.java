@NullMarked
package org.p2f.training.run;

import org.jspecify.annotations.NullMarked;
